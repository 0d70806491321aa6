package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An independent client: the Python package websockets. */
final class WebSocketsPackageTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String SCRIPT = """
      import asyncio, json, sys, websockets

      async def main(url, to):
          async with websockets.connect(url) as socket:
              async def read(kind):
                  frame = json.loads(await asyncio.wait_for(socket.recv(), 120))
                  assert frame["type"] == kind, frame
                  return frame
              hello = await read("hello")
              message = await read("message")
              await read("caught_up")
              await (await socket.ping())
              await socket.send(json.dumps({"type": "ack", "ids": [message["id"]]}))
              await socket.send(json.dumps(
                  {"type": "send", "ref": "r", "to_id": to, "message": message["text"]}))
              sent = await read("sent")
              print(hello["epoch"], sent["ref"], sent["id"])

      asyncio.run(main(sys.argv[1], sys.argv[2]))
      """;

  @Test
  void package_talks() throws Exception {
    Tools.require("python3-websockets", run("import websockets").exit() == 0);
    try (var server = LiveServer.start()) {
      server.send("Grüße");

      var run = run(SCRIPT, "ws://127.0.0.1:" + server.port() + "/ws/" + server.bo(),
          server.ana().toString());

      assertThat(run.exit()).as(run.output()).isZero();
      var back = server.talk().receive(server.ana());
      assertThat(back).singleElement()
          .satisfies(message -> assertThat(message.text()).isEqualTo("Grüße"));
      assertThat(run.output().trim())
          .isEqualTo(server.talk().operations().epoch() + " r " + back.get(0).id());
      assertThat(server.talk().receive(server.bo())).isEmpty();
    }
  }

  /** The exit code and the output of a program. */
  private record Run(int exit, String output) {}

  private static Run run(String script, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(PYTHON, "-c", script));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Eventually.exits(process);
      return new Run(process.exitValue(), output);
    } catch (IOException none) {
      return new Run(-1, none.toString());
    }
  }
}
