package io.ramtalk.hazelcast;

import com.hazelcast.config.ClassFilter;
import java.util.stream.Stream;

/**
 * The classes that members may send each other by name: exceptions and the parts of a {@code
 * Throwable}. All other classes have numbers, see {@link SerializedTypes}.
 */
final class ExceptionClasses {
  /* Allowing whole packages would admit more than their exceptions: collections that compute hash
   * codes or compare elements while being read, and addresses that trigger DNS lookups. An
   * exception that is not listed arrives as an exception about that. */
  private static final String LANG = "java.lang.";
  private static final String[] OF_LANG = {
    "Throwable", "StackTraceElement", "Exception", "RuntimeException", "Error", "AssertionError",
    "LinkageError", "NoClassDefFoundError", "ExceptionInInitializerError",
    "IncompatibleClassChangeError", "NoSuchMethodError", "NoSuchFieldError", "AbstractMethodError",
    "VirtualMachineError", "OutOfMemoryError", "StackOverflowError", "InternalError",
    "ArithmeticException", "ArrayStoreException", "ClassCastException",
    "IndexOutOfBoundsException", "ArrayIndexOutOfBoundsException",
    "StringIndexOutOfBoundsException", "NegativeArraySizeException", "NullPointerException",
    "IllegalArgumentException", "NumberFormatException", "IllegalStateException",
    "IllegalMonitorStateException", "IllegalThreadStateException", "SecurityException",
    "UnsupportedOperationException", "InterruptedException", "CloneNotSupportedException",
    "ReflectiveOperationException", "ClassNotFoundException", "InstantiationException",
    "IllegalAccessException", "NoSuchMethodException", "NoSuchFieldException"
  };

  private static final String UTIL = "java.util.";
  private static final String[] OF_UTIL = {
    "CollSer", "ArrayList", "Collections$EmptyList", "Collections$UnmodifiableCollection",
    "Collections$UnmodifiableList", "Collections$UnmodifiableRandomAccessList", "UUID",
    "ConcurrentModificationException", "NoSuchElementException", "MissingResourceException",
    "concurrent.CancellationException", "concurrent.CompletionException",
    "concurrent.ExecutionException", "concurrent.RejectedExecutionException",
    "concurrent.TimeoutException"
  };

  private static final String IO = "java.io.";
  private static final String[] OF_IO = {
    "IOException", "EOFException", "InterruptedIOException", "UTFDataFormatException",
    "UncheckedIOException", "ObjectStreamException", "InvalidClassException",
    "InvalidObjectException", "NotSerializableException", "StreamCorruptedException"
  };

  private static final String NET = "java.net.";
  private static final String[] OF_NET = {
    "SocketException", "BindException", "ConnectException", "NoRouteToHostException",
    "PortUnreachableException", "SocketTimeoutException", "UnknownHostException"
  };

  private static final String HAZELCAST = "com.hazelcast.";
  private static final String[] OF_HAZELCAST = {
    "core.ConsistencyLostException", "core.HazelcastException",
    "core.HazelcastInstanceNotActiveException", "core.HazelcastOverloadException",
    "core.IndeterminateOperationStateException", "core.LocalMemberResetException",
    "core.MemberLeftException", "core.OperationTimeoutException",
    "core.RuntimeInterruptedException", "flakeidgen.impl.NodeIdOutOfRangeException",
    "internal.cluster.impl.ClusterTopologyChangedException",
    "internal.cluster.impl.ConfigMismatchException",
    "internal.cluster.impl.MasterNodeChangedException",
    "internal.cluster.impl.VersionMismatchException",
    "internal.partition.PartitionStateVersionMismatchException",
    "internal.server.tcp.ProtocolException", "map.QueryResultSizeExceededException",
    "map.ReachedMaxSizeException", "nio.serialization.HazelcastSerializationException",
    "partition.NoDataMemberInClusterException", "query.QueryException",
    "spi.exception.CallerNotMemberException", "spi.exception.DistributedObjectDestroyedException",
    "spi.exception.NoCredentialsException", "spi.exception.PartitionMigratingException",
    "spi.exception.ResponseAlreadySentException", "spi.exception.RetryableHazelcastException",
    "spi.exception.RetryableIOException", "spi.exception.ServiceNotFoundException",
    "spi.exception.TargetDisconnectedException", "spi.exception.TargetNotMemberException",
    "spi.exception.WrongTargetException",
    "splitbrainprotection.SplitBrainProtectionException", "topic.TopicOverloadException",
    "transaction.TransactionException", "version.MemberVersion"
  };

  private static final String[] ARRAYS = {
    "[Ljava.lang.StackTraceElement;", "[Ljava.lang.Throwable;", "[Ljava.lang.Object;"
  };

  private ExceptionClasses() {}

  /** Returns a filter that accepts only these classes. */
  static ClassFilter filter() {
    return new ClassFilter().addClasses(ARRAYS).addClasses(named(LANG, OF_LANG))
        .addClasses(named(UTIL, OF_UTIL)).addClasses(named(IO, OF_IO))
        .addClasses(named(NET, OF_NET)).addClasses(named(HAZELCAST, OF_HAZELCAST));
  }

  private static String[] named(String prefix, String[] names) {
    return Stream.of(names).map(prefix::concat).toArray(String[]::new);
  }
}
