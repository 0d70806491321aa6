# Starts Redis without persistence on a port, then webdis: webdis.sh REDIS_PORT WEBDIS CONFIGURATION
# Webdis opens a log in its working directory before it reads its configuration.
cd "$(dirname "$3")" || exit 1
redis-server --bind 127.0.0.1 --port "$1" --save '' --appendonly no &
until redis-cli -p "$1" ping >/dev/null 2>&1; do
  kill -0 $! || exit 1
done
exec "$2" "$3"
