package io.ramtalk.cli.internal.client;

import picocli.CommandLine.IVersionProvider;

/** The version of this program, as stated by its jar. */
public final class Version implements IVersionProvider {
  private static final String UNPACKED = "development";

  Version() {}

  static String number() {
    var stated = Version.class.getPackage().getImplementationVersion();
    return stated == null ? UNPACKED : stated;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"ramtalk " + number()};
  }
}
