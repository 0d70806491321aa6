package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that prints the completion script of a shell. */
@Command(header = "Prints a completion script for a shell.",
    description = {
      "Bash: add 'source <(ramtalk completion bash)' to ~/.bashrc.",
      "Zsh: add 'source <(ramtalk completion zsh)' to ~/.zshrc, after compinit."
    })
final class CompletionCommand implements Callable<Integer> {
  private enum ShellName {
    BASH, ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "Name of the shell: ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("UnusedVariable") // One script serves both shells; the name rejects others.
  private ShellName shell = ShellName.BASH;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var root = spec.root();
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(root.name(), root.commandLine()));
    out.flush();
    return ExitCode.OK;
  }
}
