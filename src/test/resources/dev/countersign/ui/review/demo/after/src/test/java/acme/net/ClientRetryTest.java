package acme.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientRetryTest {
    private final StubServer server = StubServer.start();

    @Test
    void sendsAgainAfterServiceUnavailable() throws Exception {
        server.answer(503, "").thenAnswer(200, Invoices.ONE);
        try (var client = new Client(server.uri(), Map.of())) {
            assertThat(client.invoice("42")).isEqualTo(Invoices.INVOICE_42);
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void paysOnce() {
        server.answer(503, "");
        try (var client = new Client(server.uri(), Map.of())) {
            assertThatThrownBy(() -> client.pay("42", Amount.of("10.00"))).isInstanceOf(IOException.class);
        }
        assertThat(server.requests()).hasSize(1);
    }
}
