package dev.countersign.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Conversation;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Profile;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConversationTest {
    private static final Limits WIDE = new Limits(Duration.ofSeconds(30), 1 << 20);

    @TempDir
    private Path folder;

    private Outcome run(List<String> argv, byte[] stdin, Conversation talk, Progress progress, Limits limits) {
        return new LocalSandbox(folder.resolve("scratch"), new SecureRandom()).run(
                new Command(argv, folder, new TreeMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin")), stdin), Profile.none(), limits, talk, progress);
    }

    @Test
    void eachSideAnswersTheOther() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        var said = new ByteArrayOutputStream();
        var talk = new Conversation() {
            @Override
            public void speak(OutputStream stdin) throws IOException {
                for (String word : List.of("two", "three")) {
                    take();
                    stdin.write((word + "\n").getBytes(StandardCharsets.UTF_8));
                }
                take();
            }

            private void take() throws IOException {
                try {
                    said.writeBytes((heard.take() + ";").getBytes(StandardCharsets.UTF_8));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void output(Stream stream, byte[] chunk) {
                new String(chunk, StandardCharsets.UTF_8).lines().forEach(heard::add);
            }
        };

        Outcome outcome = run(List.of("sh", "-c", "while read -r line; do echo \"got $line\"; done; echo closed >&2"),
                "one\n".getBytes(StandardCharsets.UTF_8), talk, Progress.NONE, WIDE);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isZero());
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("got one;got two;got three;");
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void speakerThatWaitsIsInterruptedWhenTheCommandEnds() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        var talk = new Conversation() {
            @Override
            public void speak(OutputStream stdin) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }

            @Override
            public void output(Stream stream, byte[] chunk) {}
        };

        assertThat(run(List.of("true"), new byte[0], talk, Progress.NONE, WIDE)).isInstanceOf(Outcome.Exited.class);
        interrupted.await();
    }

    @Test
    void speakerIntoAProcessThatNeverReadsIsUnderTheTimeLimit() {
        var talk = new Conversation() {
            @Override
            public void speak(OutputStream stdin) throws IOException {
                while (true) {
                    stdin.write(new byte[1 << 16]);
                }
            }

            @Override
            public void output(Stream stream, byte[] chunk) {}
        };

        var limits = new Limits(Duration.ofSeconds(1), 1 << 20);
        assertThat(run(List.of("sleep", "300"), new byte[0], talk, Progress.NONE, limits))
                .isEqualTo(new Outcome.TimedOut(Duration.ofSeconds(1)));
    }
}
