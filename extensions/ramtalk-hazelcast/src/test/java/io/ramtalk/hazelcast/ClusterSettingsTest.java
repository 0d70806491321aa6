package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ramtalk.hazelcast.ClusterSettings.Permissions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
  private static final List<String> THREE = List.of("10.0.0.1", "10.0.0.2:5702", "[fd00::1]:5703");

  @Test
  void parse_addressesWithAndWithoutPorts_members() {
    var settings = parse(THREE, "10.0.0.1");

    assertThat(settings.self().toString()).isEqualTo("10.0.0.1:5701");
    assertThat(settings.members()).extracting(Object::toString)
        .containsExactly("10.0.0.1:5701", "10.0.0.2:5702", "[fd00:0:0:0:0:0:0:1]:5703");
  }

  @Test
  void parse_noSelf_foundAmongTheAddressesOfThisMachine() {
    assertThat(parse(List.of("10.255.255.1", "127.0.0.1:5709", "10.255.255.2"), "").self())
        .hasToString("127.0.0.1:5709");
    refuse("set --cluster-self",
        List.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"), "", Permissions.NONE);
  }

  @Test
  void parse_twoMembers_refusedUnlessAllowed() {
    var two = List.of("10.0.0.1", "10.0.0.2");

    refuse("--unsafe-two-node", two, "10.0.0.1", Permissions.NONE);

    assertThat(ClusterSettings.parse(two, "10.0.0.1", new Permissions(true, false)).members())
        .hasSize(2);
  }

  @Test
  void parse_publicAddress_refusedUnlessAllowed() {
    for (var address : List.of("0.0.0.0", "8.8.8.8", "[2001:db8::1]:5701", "172.32.0.1")) {
      var members = List.of(address, "10.0.0.2", "10.0.0.3");

      refuse("is not a private address", members, address, Permissions.NONE);

      assertThat(ClusterSettings.parse(members, address, new Permissions(false, true)).members())
          .hasSize(3);
    }
  }

  @Test
  void parse_privateAddress_allowed() {
    for (var address : List.of("127.0.0.1", "10.9.9.9", "172.16.0.1", "192.168.1.1",
        "100.64.0.1", "169.254.1.1", "[::1]:5701", "[fe80::1]:5701")) {
      assertThat(parse(List.of(address, "10.0.0.2", "10.0.0.3"), address).members()).hasSize(3);
    }
  }

  @Test
  void parse_noCluster_refused() {
    refuse("not one of the members", THREE, "10.0.0.9", Permissions.NONE);
    refuse("listed twice", List.of("10.0.0.1", "10.0.0.1:5701", "10.0.0.2"), "10.0.0.1",
        Permissions.NONE);
    for (var wrong : List.of(":5701", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:x")) {
      refuse("must look like", List.of(wrong, "10.0.0.2", "10.0.0.3"), "10.0.0.2",
          Permissions.NONE);
    }
  }

  private static ClusterSettings parse(List<String> members, String self) {
    return ClusterSettings.parse(members, self, Permissions.NONE);
  }

  private static void refuse(
      String fault, List<String> members, String self, Permissions permissions) {
    assertThatIllegalArgumentException().as("%s", members)
        .isThrownBy(() -> ClusterSettings.parse(members, self, permissions))
        .withMessageContaining(fault);
  }
}
