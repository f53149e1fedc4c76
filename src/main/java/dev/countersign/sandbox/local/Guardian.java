package dev.countersign.sandbox.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A small process beside this one that knows which commands run, and kills them when this one is gone, killed as well: it then
/// reads the end of its standard input, which nobody else holds. It ends by itself.
final class Guardian {
    /// Lines `+ MARK`, `@ MARK PID`, `- MARK`. Only such processes are killed as carry the mark, and the group of the first one.
    private static final String SCRIPT = """
            trap '' HUP INT TERM QUIT
            live=''
            while read -r sign mark pid; do
              case $sign in
                +) live="$live $mark:0" ;;
                @) live="$live $mark:$pid" ;;
                -) rest=''; for each in $live; do case $each in "$mark":*) ;; *) rest="$rest $each" ;; esac; done; live=$rest ;;
              esac
            done
            round=0
            while [ -n "$live" ] && [ $round -lt 40 ]; do
              hit=''
              for each in $live; do
                mark=${each%%:*} pid=${each##*:}
                [ "$pid" = 0 ] || [ $round -gt 0 ] || kill -KILL -- "-$pid" 2>/dev/null || :
                for entry in /proc/[0-9]*; do
                  if grep -qs "NAME=$mark" "$entry/environ" 2>/dev/null && kill -KILL "${entry#/proc/}" 2>/dev/null; then hit=yes; fi
                done
              done
              [ -n "$hit" ] || exit 0
              round=$((round + 1))
              sleep 0.05
            done
            """.replace("NAME", LocalSandbox.MARK);

    private Optional<Process> process = Optional.empty();

    /// A command is about to start.
    synchronized void expect(String mark) throws IOException {
        say("+ " + mark);
    }

    /// It has started.
    synchronized void started(String mark, long pid) throws IOException {
        say("@ " + mark + " " + pid);
    }

    /// All of its processes are dead.
    synchronized void ended(String mark) {
        try {
            say("- " + mark);
        } catch (IOException e) {
            // A guardian that is gone watches nothing any more.
        }
    }

    private void say(String line) throws IOException {
        if (process.filter(Process::isAlive).isEmpty()) {
            process = Optional.of(start());
        }
        OutputStream to = process.get().getOutputStream();
        to.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        to.flush();
    }

    private static Process start() throws IOException {
        List<String> argv = new ArrayList<>();
        List.of("/usr/bin/setsid", "/bin/setsid").stream().filter(each -> Files.isExecutable(Path.of(each))).findFirst().ifPresent(argv::add);
        argv.addAll(List.of("/bin/sh", "-c", SCRIPT));
        var builder = new ProcessBuilder(argv).directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        return builder.start();
    }
}
