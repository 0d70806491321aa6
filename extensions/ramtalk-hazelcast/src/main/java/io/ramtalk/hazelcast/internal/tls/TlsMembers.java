package io.ramtalk.hazelcast.internal.tls;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.networking.ChannelInitializer;
import com.hazelcast.internal.server.ServerContext;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Members that authenticate each other and encrypt their connections by TLS 1.3 (RFC 8446), with
 * the engine of the JDK.
 *
 * <p><b>Threads:</b> any number.
 */
public final class TlsMembers {
  /* The free edition of Hazelcast has no TLS. Its connections are pipelines of handlers, though,
   * and a node extension may add some. This package adds one at the network's end of each
   * pipeline, so everything passes through it, and refers to internal classes of Hazelcast. */
  private TlsMembers() {}

  /**
   * Starts a member.
   *
   * @param config the configuration of the member
   * @param tls the certificate and the key of the member, and the trusted certificates
   * @return the member
   */
  public static HazelcastInstance start(Config config, SSLContext tls) {
    return HazelcastInstanceFactory.newHazelcastInstance(
        config, config.getInstanceName(), new TlsNodeContext(tls));
  }

  private static final class TlsNodeContext extends DefaultNodeContext {
    private final SSLContext tls;

    TlsNodeContext(SSLContext tls) {
      this.tls = tls;
    }

    @Override
    public NodeExtension createNodeExtension(Node node) {
      return new TlsNodeExtension(node, tls);
    }
  }

  private static final class TlsNodeExtension extends DefaultNodeExtension {
    private final SSLContext tls;

    TlsNodeExtension(Node node, SSLContext tls) {
      super(node);
      this.tls = tls;
    }

    @Override
    public Function<EndpointQualifier, ChannelInitializer> createChannelInitializerFn(
        ServerContext context) {
      var plain = super.createChannelInitializerFn(context);
      return endpoint -> channel -> addHandlers(channel, plain.apply(endpoint));
    }

    /** Adds the handlers of TLS before the first inbound and after the last outbound handler. */
    private void addHandlers(Channel channel, ChannelInitializer plain) throws Exception {
      var connection = new TlsConnection(tls, channel);
      channel.inboundPipeline().addLast(new TlsDecoder(connection));
      plain.initChannel(channel);
      channel.outboundPipeline().addLast(new TlsEncoder(connection));
      connection.limitHandshake();
    }
  }
}
