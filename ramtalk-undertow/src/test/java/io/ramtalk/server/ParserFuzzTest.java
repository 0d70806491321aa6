package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Image;
import io.ramtalk.Limits;
import io.ramtalk.Mobile;
import io.ramtalk.RamTalkException;
import io.undertow.server.DefaultByteBufferPool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every parser of what strangers send, with damaged input: it returns something whole, or refuses;
 * it throws nothing else. {@code -Dramtalk.fuzz.inputs=10000000} gives each of them that many.
 */
@Timeout(3_600)
final class ParserFuzzTest {
  private static final long SEED = 20_261_124;
  private static final int INPUTS = Integer.getInteger("ramtalk.fuzz.inputs", 20_000);
  private static final int BUILD_INPUTS = 20_000;
  private static final DefaultByteBufferPool POOL = new DefaultByteBufferPool(false, 1 << 14);

  /** What is parsed, and what it is like when it is whole. */
  enum Target {
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
        Drafts.read(fields);
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
                (byte) 0xff, (byte) 0xc0, 0, 11, 8, 0, 9, 0, 9, 1, 1, 17, 0},
            bytes("RIFF\32\0\0\0WEBPVP8X\12\0\0\0\20\0\0\0\7\0\0\7\0\0"));
      }

      @Override
      void parse(byte[] input) {
        var image = Image.of(input, Limits.DEFAULT);
        assertThat(image.width()).isBetween(1, Limits.DEFAULT.imageSidePixels());
        assertThat(image.height()).isBetween(1, Limits.DEFAULT.imageSidePixels());
        assertThat(image.size()).isEqualTo(input.length);
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
    };

    abstract List<byte[]> whole();

    abstract void parse(byte[] input);

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void read(Fields fields) {
      for (var name : List.of("mobile", "name", "message", "image")) {
        try {
          fields.text(name);
          fields.file(name);
        } catch (RequestRefused refused) {
          assertThat(refused.status()).isBetween(400, 499);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void damagedInput_isReadOrRefused(Target target) {
    var damage = new Damage(new Random(SEED));
    var whole = target.whole();
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      var input = damage.to(whole.get(i % whole.size()));
      try {
        target.parse(input);
        read++;
      } catch (RequestRefused | RamTalkException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            target + " failed on input " + i + ": " + Damage.printable(input), e);
      }
    }
    assertThat(read).as("some are still whole").isPositive();
    if (INPUTS > BUILD_INPUTS) {
      System.out.println("ParserFuzzTest: " + target + " " + INPUTS + " inputs, " + read
          + " of them read");
    }
  }
}
