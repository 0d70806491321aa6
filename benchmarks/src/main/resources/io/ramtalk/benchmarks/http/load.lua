-- The requests that wrk sends, and counters of the responses.
-- Arguments: messages, nchan, webdis, users1000 or bulk, and a file with one user id per line.

local TEXT = "0123456789abcdef0123456789abcdef"
local JSON = "application/json"

-- Sends run this many users ahead of receives, half of all. So a message has arrived before it is
-- received, even if a connection is slow, and no mailbox holds more than two messages.
local LAG = 500

-- wrk gives each thread its own copy of these.
sent, received, empty, refused = 0, 0, 0, 0

local threads = {}

local function ids(file)
  local all = {}
  for line in io.lines(file) do
    all[#all + 1] = line
  end
  return all
end

local function post(path, contentType, body)
  return wrk.format("POST", path,
    {["Host"] = wrk.headers["Host"], ["Content-Type"] = contentType}, body)
end

local function message(from, to)
  return string.format('{"from_id":"%s","to_id":"%s","message":"%s"}', from, to, TEXT)
end

-- Alternates between a send to the next user and a receive for an earlier one.
local function alternate(users, sendTo, receiveFrom)
  local sends, receives = {}, {}
  for i, user in ipairs(users) do
    sends[i] = sendTo(user, users[i % #users + 1])
    receives[i] = wrk.format("GET", (receiveFrom or "/receive/") .. user)
  end
  local turn, isSend = -1, false -- wrk only inspects the first request.
  function request()
    isSend = turn < LAG or not isSend
    if isSend then
      turn = turn + 1
      return sends[(turn - 1) % #users + 1]
    end
    return receives[(turn - LAG) % #users + 1]
  end
end

local function countMessages(accepted)
  function response(status, headers, body)
    if status >= 400 then
      refused = refused + 1
    elseif body:find(TEXT, 1, true) then
      received = received + 1
    elseif body:find(accepted, 1, true) then
      sent = sent + 1
    else
      empty = empty + 1
    end
  end
end

local works = {}

function works.messages(users)
  alternate(users, function(user, sender)
    return post("/send", JSON, message(sender, user))
  end)
  countMessages('"status":"sent"')
end

function works.nchan(users)
  alternate(users, function(user)
    return post("/send/" .. user, "text/plain", TEXT)
  end)
  countMessages("queued messages")
end

-- Redis commands: append to one end of a list, pop from the other.
function works.webdis(users)
  alternate(users, function(user)
    return post("/", "text/plain", "RPUSH/" .. user .. "/" .. TEXT)
  end, "/LPOP/")
  countMessages('"RPUSH":')
end

-- Responses are long, so they are not parsed: done counts them.
function works.users1000()
  local list = wrk.format("GET", "/users")
  function request()
    return list
  end
end

function works.bulk(users)
  local lines = {}
  for i, user in ipairs(users) do
    lines[i] = message(users[i % #users + 1], user) .. "\n"
  end
  local bulk = post("/send", "application/x-ndjson", table.concat(lines))
  function request()
    return bulk
  end
  function response(status, headers, body)
    local accepted = select(2, body:gsub('"status":"sent"', ""))
    sent = sent + accepted
    refused = refused + #users - accepted
  end
end

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  works[args[1]](ids(args[2]))
  isCounted = response ~= nil
end

local function sum(name)
  local all = 0
  for _, thread in ipairs(threads) do
    all = all + thread:get(name)
  end
  return all
end

local function figure(name, value)
  io.write(string.format("figure %s %.0f\n", name, value))
end

function done(summary, latency)
  local errors = summary.errors
  local counted = threads[1]:get("isCounted")
  figure("micros", summary.duration)
  figure("requests", summary.requests)
  figure("bytes", summary.bytes)
  figure("p50_micros", latency:percentile(50))
  figure("p99_micros", latency:percentile(99))
  figure("sent", sum("sent"))
  figure("received", counted and sum("received") or summary.requests - errors.status)
  figure("empty", sum("empty"))
  figure("refused", counted and sum("refused") or errors.status)
  figure("socket_errors", errors.connect + errors.read + errors.write + errors.timeout)
end
