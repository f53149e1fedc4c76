package acme.net;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Talks to the billing service. One client may be used by many threads.
 */
public final class Client implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI base;
    private final Map<String, String> headers;

    public Client(URI base, Map<String, String> headers) {
        this.base = Objects.requireNonNull(base, "base");
        this.headers = Map.copyOf(headers);
        this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    /** The base address that all paths are resolved against. */
    public URI base() {
        return base;
    }

    /** Fetches one invoice. */
    public Invoice invoice(String id) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", "/invoices/" + id, "");
        if (response.statusCode() == 404) {
            throw new NoSuchInvoiceException(id);
        }
        return Invoice.parse(response.body());
    }

    /** Fetches the invoices of a month, newest first. */
    public Page<Invoice> invoices(YearMonth month, int page) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", "/invoices?month=" + month + "&page=" + page, "");
        return Page.parse(response.body(), Invoice::parse);
    }

    /** Marks an invoice as paid and returns it as it is now. */
    public Invoice pay(String id, Amount amount) throws IOException, InterruptedException {
        HttpResponse<String> response = send("POST", "/invoices/" + id + "/payments", amount.toJson());
        return Invoice.parse(response.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static String describe(HttpRequest request) {
        return request.method() + " " + request.uri().getPath();
    }

    @Override
    public String toString() {
        return "Client[" + base + "]";
    }

    @Override
    public void close() {
        http.close();
    }
}
