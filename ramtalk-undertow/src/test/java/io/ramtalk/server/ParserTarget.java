package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Image;
import io.ramtalk.Limits;
import io.ramtalk.Mobile;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import io.ramtalk.engine.PackedAccount;
import io.ramtalk.internal.snapshot.FramedAccounts;
import io.ramtalk.server.internal.access.AddressLiteral;
import io.ramtalk.server.internal.access.ClientAddress;
import io.ramtalk.server.internal.access.Hosts;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.access.RateLimiter;
import io.ramtalk.server.internal.access.UserLookup;
import io.ramtalk.server.internal.mail.Drafts;
import io.ramtalk.server.internal.wire.Fields;
import io.ramtalk.server.internal.wire.Ids;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MultipartForm;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.UrlencodedForm;
import io.undertow.server.DefaultByteBufferPool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A parser of untrusted input, with valid examples and a check for arbitrary input. A parser
 * returns a complete value or rejects the input, and never fails otherwise.
 */
enum ParserTarget {
  MULTIPART {
    @Override
    List<byte[]> whole() {
      return List.of(Multipart.ofCurl().field("mobile", "01722222222").field("name", "Bö")
              .file("image", "me.gif", Pictures.gif(64)).bytes(),
          Multipart.ofCurl().field("mobile", "1").bytes());
    }

    @Override
    void parse(byte[] input) {
      read(MultipartForm.parse(input, Multipart.ofCurl().contentType(), POOL));
    }
  },
  URLENCODED {
    @Override
    List<byte[]> whole() {
      return List.of(bytes("mobile=01733333333&name=B%C3%B6+Co"), bytes("a=&=b&%41=%2b"));
    }

    @Override
    void parse(byte[] input) {
      read(UrlencodedForm.parse(input));
    }
  },
  JSON {
    @Override
    List<byte[]> whole() {
      return List.of(bytes("""
          {"from_id":"00000000-0000-4000-8000-000000000000","to_id":"00000000-0000-4000-8000-0\
          00000000001","message":"H\\u00e9","id":"a-1","expires_in":1.5,"destruct_after":3,\
          "image":"R0lG","ids":["0000000000000"],"x":[1,{"y":null}]}"""),
          bytes("{\"type\":\"ack\",\"ref\":\"1\",\"ids\":[\"0000000000000\"]}"));
    }

    @Override
    void parse(byte[] input) {
      var fields = JsonFields.parse(input);
      read(fields);
      Ids.messages(fields);
      Drafts.read(fields, Identity.ANYONE, USERS);
    }
  },
  MOBILE {
    @Override
    List<byte[]> whole() {
      return List.of(bytes("+880 (171) 111-1111"), bytes("0088017.1111.1111"));
    }

    @Override
    void parse(byte[] input) {
      var mobile = Mobile.parse(new String(input, StandardCharsets.UTF_8));
      assertThat(mobile.canonical()).matches("\\+?[0-9]{3,15}");
      assertThat(Mobile.parse(mobile.canonical()).canonical()).isEqualTo(mobile.canonical());
    }
  },
  IMAGE {
    @Override
    List<byte[]> whole() {
      return List.of(Pictures.gif(64), Pictures.png(64),
          new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 4, 1, 2,
              (byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0,
              0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
              (byte) 0xff, (byte) 0xc0, 0, 11, 8, 0, 9, 0, 9, 1, 1, 17, 0,
              (byte) 0xff, (byte) 0xda, 0, 2, 7, (byte) 0xff, 0, (byte) 0xff, (byte) 0xd9},
          bytes("RIFF\46\0\0\0WEBPVP8X\12\0\0\0\14\0\0\0\7\0\0\7\0\0EXIF\4\0\0\0abcd"));
    }

    @Override
    void parse(byte[] input) {
      var image = Image.of(input, Limits.DEFAULT);
      assertThat(image.width()).isBetween(1, Limits.DEFAULT.imageSidePixels());
      assertThat(image.height()).isBetween(1, Limits.DEFAULT.imageSidePixels());
      assertThat(image.size()).isLessThanOrEqualTo(input.length);
      assertThat(Image.of(image.bytes(), Limits.DEFAULT).bytes()).isEqualTo(image.bytes());
    }
  },
  ADDRESS {
    @Override
    List<byte[]> whole() {
      return List.of(bytes("[2001:db8::1]:443"), bytes("192.0.2.33"), bytes("::ffff:1.2.3.4"));
    }

    @Override
    void parse(byte[] input) {
      var address = AddressLiteral.parse(new String(input, StandardCharsets.ISO_8859_1));
      if (address != null) {
        ClientAddress.of(address);
      }
    }
  },
  HOST {
    @Override
    List<byte[]> whole() {
      return List.of(bytes("localhost:8000"), bytes("[0:0::1]:8000"), bytes("Chat.example"));
    }

    @Override
    void parse(byte[] input) {
      var host = new String(input, StandardCharsets.ISO_8859_1);
      if (HOSTS.answersTo(host) && !host.startsWith("[")) {
        assertThat(host.toLowerCase(Locale.ROOT)).matches(
            "(?s)(localhost|127\\.0\\.0\\.1)\\.?(:8000)?|chat\\.example\\.?(:.*)?");
      }
    }
  },
  FORWARDED_FOR {
    @Override
    List<byte[]> whole() {
      return List.of(bytes("[2001:db8::1]:443"), bytes("192.0.2.33:8080"), bytes("10.0.0.1"));
    }

    @Override
    void parse(byte[] input) {
      var address = Proxies.address(new String(input, StandardCharsets.ISO_8859_1));
      if (address != null) {
        ClientAddress.of(address);
      }
    }
  },
  FRAME {
    @Override
    List<byte[]> whole() {
      return List.of(
          bytes("""
              {"type":"send","to_id":"00000000-0000-4000-8000-000000000001","message":"H"}"""),
          bytes("""
              {"type":"ack","ref":"2","ids":["0000000000000","0000000000001"]}"""));
    }

    @Override
    void parse(byte[] input) {
      var fields = JsonFields.parse(input);
      fields.text("ref");
      if (fields.required("type").equals("send")) {
        Drafts.read(fields, Identity.ANYONE, USERS, ME);
      } else {
        assertThat(Ids.requiredMessages(fields)).doesNotContainNull();
      }
    }
  },
  SNAPSHOT {
    @Override
    List<byte[]> whole() {
      var account = new ByteArrayOutputStream();
      account.write(1);
      account.write(1);
      account.writeBytes(new PackedAccount().toBytes());
      return List.of(account.toByteArray());
    }

    @Override
    void parse(byte[] input) {
      var snapshot = new ByteArrayInputStream(FramedAccounts.snapshot(input));
      try (var talk = RamTalk.builder().budgetBytes(1 << 20).readFrom(snapshot)) {
        talk.writeTo(OutputStream.nullOutputStream());
        for (var user : talk.users().toList()) {
          assertThat(talk.export(user.id()).user()).isEqualTo(user);
          talk.send(user.id(), user.id(), "Hello");
          assertThat(talk.receive(user.id())).isNotEmpty();
          talk.delete(user.id());
        }
        assertThat(talk.operations().budget().used()).isZero();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  };

  private static final DefaultByteBufferPool POOL = new DefaultByteBufferPool(false, 1 << 14);
  private static final UserId ME = UserId.parse("00000000-0000-4000-8000-000000000000");
  private static final RamTalk TALK = RamTalk.create();
  private static final UserLookup USERS =
      new UserLookup(TALK, new RateLimiter(Map.of(), () -> 0, TALK.operations().budget()));
  private static final Hosts HOSTS = hosts();

  abstract List<byte[]> whole();

  abstract void parse(byte[] input);

  /** Parses arbitrary input and returns whether the input was accepted. */
  boolean readOrRefuse(byte[] input) {
    try {
      parse(input);
      return true;
    } catch (ProblemException | RamTalkException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return false;
    }
  }

  private static Hosts hosts() {
    var hosts = new Hosts(List.of("chat.example"));
    hosts.listenOn(InetAddress.getLoopbackAddress(), 8000);
    return hosts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void read(Fields fields) {
    for (var name : List.of("mobile", "name", "message", "image")) {
      try {
        fields.text(name);
        fields.file(name);
      } catch (ProblemException refused) {
        assertThat(refused.status()).isBetween(400, 499);
      }
    }
  }
}
