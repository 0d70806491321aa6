package io.ramtalk.server.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a shell script that completes the options of the server. */
@Command(name = "completion",
    description = {
      "Print a completion script for a shell.",
      "Bash: add 'source <(ramtalk-server completion bash)' to ~/.bashrc.",
      "Zsh: add 'source <(ramtalk-server completion zsh)' to ~/.zshrc, after compinit."
    })
final class ServerCompletion implements Callable<Integer> {
  private enum Shell {
    BASH, ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @SuppressWarnings("unused") // one script serves both shells; the enum rejects others
  @Parameters(paramLabel = "SHELL", description = "Name of the shell: ${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  @SuppressWarnings("unused")
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var root = spec.root();
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(root.name(), root.commandLine()));
    out.flush();
    return 0;
  }
}
