package dev.countersign.agent.model;

import dev.countersign.workspace.Progress;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The connection for one question to a model: on the caller's thread, within limits, ended within a second where it is not wanted any
/// more. What went wrong is in [#fault], whatever the reader made of it.
final class Wire implements HttpClient {
    /// Of one answer.
    static final long MOST = 32L << 20;
    private static final int ERROR_BYTES = 16 << 10;
    private static final long POLL_MILLIS = 100;

    private final java.net.http.HttpClient http;
    private final InstantSource clock;
    private final Duration silence;
    private final Progress progress;
    private volatile long heard;
    private volatile boolean begun;
    private volatile Optional<Fault> fault = Optional.empty();

    /// @param silence how long nothing may come
    Wire(java.net.http.HttpClient http, InstantSource clock, Duration silence, Progress progress) {
        this.http = http;
        this.clock = clock;
        this.silence = silence;
        this.progress = progress;
        this.heard = System.nanoTime();
    }

    /// What the library asks for a client with.
    HttpClientBuilder builder() {
        return new HttpClientBuilder() {
            @Override
            public Duration connectTimeout() {
                return silence;
            }

            @Override
            public HttpClientBuilder connectTimeout(Duration timeout) {
                return this;
            }

            @Override
            public Duration readTimeout() {
                return silence;
            }

            @Override
            public HttpClientBuilder readTimeout(Duration timeout) {
                return this;
            }

            @Override
            public HttpClient build() {
                return Wire.this;
            }
        };
    }

    Optional<Fault> fault() {
        return fault;
    }

    /// Whether some of an answer came.
    boolean hasBegun() {
        return begun;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = send(request);
            try (InputStream body = watched(response.body(), true)) {
                return SuccessfulHttpResponse.builder().statusCode(response.statusCode()).headers(response.headers().map())
                        .body(body.readAllBytes()).build();
            }
        } catch (IOException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            HttpResponse<InputStream> response = send(request);
            try (InputStream body = watched(response.body(), true)) {
                listener.onOpen(SuccessfulHttpResponse.builder().statusCode(response.statusCode()).headers(response.headers().map()).build());
                parser.parse(body, listener);
            }
            listener.onClose();
        } catch (HttpException e) {
            listener.onError(e);
        } catch (IOException e) {
            failed(new Fault.Broken(why(e), begun));
            listener.onError(e);
        }
    }

    private void failed(Fault why) {
        if (fault.isEmpty()) {
            fault = Optional.of(why);
        }
    }

    private static String why(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        var built = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(request.method().name(), request.body() == null ? java.net.http.HttpRequest.BodyPublishers.noBody()
                        : java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> built.header(name, value)));
        // Offering HTTP/2 in the clear confuses many a small server, and gains nothing on this machine.
        if (request.url().startsWith("http:")) {
            built.version(java.net.http.HttpClient.Version.HTTP_1_1);
        }
        CompletableFuture<HttpResponse<InputStream>> sent = http.sendAsync(built.build(), HttpResponse.BodyHandlers.ofInputStream());
        HttpResponse<InputStream> response = await(sent);
        if (response.statusCode() / 100 != 2) {
            String body;
            try (InputStream in = watched(response.body(), false)) {
                body = new String(in.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
            }
            failed(new Fault.Refused(response.statusCode(), after(response), ErrorWords.of(body)));
            throw new HttpException(response.statusCode(), body);
        }
        return response;
    }

    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> sent) throws IOException {
        while (true) {
            try {
                return sent.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (overdue()) {
                    sent.cancel(true);
                    sent.thenAccept(late -> close(late.body()));
                    throw new IOException("no answer", e);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(String.valueOf(e.getCause()), e);
            } catch (CancellationException e) {
                throw new IOException("no answer", e);
            } catch (InterruptedException e) {
                sent.cancel(true);
                Thread.currentThread().interrupt();
                failed(new Fault.Stopped());
                throw new IOException("interrupted", e);
            }
        }
    }

    /// Whether it must end now; says why.
    private boolean overdue() {
        if (progress.cancelled()) {
            failed(new Fault.Stopped());
            return true;
        }
        if (System.nanoTime() - heard > silence.toNanos()) {
            failed(new Fault.Silent(silence));
            return true;
        }
        return false;
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // It was given up already.
        }
    }

    private Optional<Duration> after(HttpResponse<?> response) {
        Optional<String> header = response.headers().firstValue("retry-after").map(String::strip);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (header.get().matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(header.get())));
            }
            Duration until = Duration.between(clock.instant(), ZonedDateTime.parse(header.get(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Watched from a thread of its own: a read cannot be ended from within.
    ///
    /// @param answers whether it is an answer, and no error
    private InputStream watched(InputStream body, boolean answers) {
        heard = System.nanoTime();
        Thread watch = Thread.ofVirtual().name("model answer").start(() -> {
            try {
                while (!overdue()) {
                    Thread.sleep(POLL_MILLIS);
                }
                close(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return new FilterInputStream(body) {
            private long bytes;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                try {
                    int read = super.read(to, from, length);
                    heard = System.nanoTime();
                    if (read > 0) {
                        begun |= answers;
                        bytes += read;
                    }
                    if (bytes > MOST) {
                        failed(new Fault.Endless(MOST));
                        throw new IOException("too much");
                    }
                    return read;
                } catch (IOException e) {
                    failed(new Fault.Broken(why(e), begun));
                    throw e;
                }
            }

            @Override
            public void close() throws IOException {
                watch.interrupt();
                super.close();
            }
        };
    }
}
