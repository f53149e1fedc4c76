package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenShapesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "key = AKIAQ3EGPJH7XW2LMNTV | aws-access-key | true",
        "t=ghp_k3Jx9QmZr7TpLw2VbN8cYfHd5SgAeU1oXiR4 | github-token | true",
        "-----BEGIN EC PRIVATE KEY----- | private-key | true",
        "token: pypi-AgEIcHlwaS5vcmcCJDk4ZjU2ZGQ0LTk3YmItNGI1Yy1iYjM1LTQ0ZDk3Mzk1YjE3MgACKlsz | pypi-token | true",
        "const k = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc' | stripe-test-key | false",
        "url=https://hooks.slack.com/services/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 | slack-webhook | false",
        "dop_v1_3f9a1c7be2d84056a1f3c9e7b5d2840617a9c3e5f1b7d9024c6e8a1f3b5d7e90 | digitalocean-token | false",
        "aws_secret_access_key = q8Zx3LmVt7RpKw2JbN9cYfHd5SgAeU1oXiR4Tz6W | aws-secret-key | false",
        "postgres://app:hV7k2mQx9z@db.internal/app | url-password | false",
        "db.password = \"hV7k2mQx9zL4tRw8\" | assigned-secret | false",
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk | json-web-token | false"})
    void aSecretIsToldByItsShape(String line, String label, boolean certain) {
        assertThat(TokenShapes.first(line)).hasValueSatisfying(found -> {
            assertThat(found.label()).isEqualTo(label);
            assertThat(found.certain()).isEqualTo(certain);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.password = \"${DB_PASSWORD}\"", "password: \"changeme-changeme\"", "secret = \"your-secret-goes-here1\"",
        "String API_KEY = \"com.acme.settings.API_KEY\"", "jdbc:mysql://user:password@localhost/db", "https://user:${TOKEN}@host/x",
        "token = getToken(\"abcdefghijklmnopqrst\")", "sha256:3f9a1c7be2d84056a1f3c9e7b5d2840617a9c3e5f1b7d9024c6e8a1f3b5d7e90",
        "import static com.acme.Password.SECRET_TOKEN_NAME;", "apiKey: \"aaaaaaaaaaaaaaaaaaaaaaaa1\""})
    void whatIsNoneIsLetBe(String line) {
        assertThat(TokenShapes.first(line)).isEmpty();
    }

    @Test
    void aPatchIsKeptWithoutItsKeys() {
        String patch = "@@ -1 +1,5 @@\n+k=AKIAQ3EGPJH7XW2LMNTV;\n+-----BEGIN PRIVATE KEY-----\n+MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n+-----END PRIVATE KEY-----\n+int x = 1;\n";

        assertThat(TokenShapes.redact(patch)).isEqualTo(
                "@@ -1 +1,5 @@\n+k=[REDACTED:aws-access-key];\n+[REDACTED:private-key]\n+\n+-----END PRIVATE KEY-----\n+int x = 1;\n");
    }

    /// A line made to be slow is not.
    @Test
    void aHostileLineEnds() {
        assertThat(TokenShapes.first("eyJ".repeat(1_000_000))).isEmpty();
        assertThat(TokenShapes.first("password".repeat(500) + "=\"")).isEmpty();
    }
}
