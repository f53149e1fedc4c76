package dev.countersign.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.workspace.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The key and note are the published example of golang.org/x/mod/sumdb/note, which C2SP `signed-note` describes.
class SignedNoteTest {
    private static final String PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String NOTE = TEXT + """

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;
    private static final NoteKey KEY = NoteKey.parse(PUBLIC);

    @Test
    void publishedNoteVerifies() {
        assertThat(SignedNote.parse(NOTE).text()).isEqualTo(TEXT);
        assertThat(SignedNote.parse(NOTE).verifiedBy(KEY)).isTrue();
        assertThat(SignedNote.parse(NOTE).toString()).isEqualTo(NOTE);
    }

    @Test
    void publishedKeySignsThePublishedNote() {
        NoteSigner signer = NoteSigner.parse(SECRET, KEY);
        assertThat(SignedNote.sign(TEXT, signer).toString()).isEqualTo(NOTE);
        assertThat(signer.secret()).isEqualTo(SECRET);
        assertThat(signer.toString()).doesNotContain("PRIVATE");
        assertThat(KEY.toString()).isEqualTo(PUBLIC);
    }

    @Test
    void changedTextOrOtherKeyDoesNotVerify() {
        assertThat(SignedNote.parse(NOTE.replace("answer", "question")).verifiedBy(KEY)).isFalse();
        assertThat(SignedNote.parse(NOTE).verifiedBy(NoteSigner.generate("PeterNeumann").verifier())).isFalse();
    }

    @Test
    void aLineOfAnotherKeySaysNothingAndAFailingLineOfThisKeySpoilsTheNote() {
        SignedNote good = SignedNote.parse(NOTE);
        SignedNote other = SignedNote.sign(TEXT, NoteSigner.generate("somebody.example"));
        assertThat(new SignedNote(TEXT, List.of(other.lines().getFirst(), good.lines().getFirst())).verifiedBy(KEY)).isTrue();
        var bad = new SignedNote.Line("PeterNeumann", KEY.hash(), new byte[64]);
        assertThat(new SignedNote(TEXT, List.of(good.lines().getFirst(), bad)).verifiedBy(KEY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text\n", "text\n\n", "text\n\n— a b", "text\n\n- a AAAAAAA=\n", "text\n\n— a AAAA\n", "text\n\n—  AAAAAAA=\n",
            "te\u0007xt\n\n— a AAAAAAA=\n", "text\n\n— a AAAAAAB=\n"})
    void whatIsNoNoteIsRefused(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PeterNeumann", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+AhpcQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"})
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> NoteKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSecretHalfOfAnotherKeyIsRefused() {
        NoteKey other = NoteSigner.generate("PeterNeumann").verifier();
        assertThatThrownBy(() -> NoteSigner.parse(SECRET, other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void checkpointReadsItselfBackAndVerifies() {
        NoteSigner signer = NoteSigner.generate("countersign.dev/ledger/0123");
        Checkpoint signed = Checkpoint.sign(7, Sha256.of(new byte[] {1}), signer);
        assertThat(signed.note()).startsWith("countersign.dev/ledger/0123\n7\n");
        assertThat(Checkpoint.parse(signed.note(), "countersign.dev/ledger/0123")).isEqualTo(signed);
        assertThat(signed.signedBy(signer.verifier())).isTrue();
        assertThat(Checkpoint.parse(signed.note().replace("\n7\n", "\n8\n"), "countersign.dev/ledger/0123").signedBy(signer.verifier())).isFalse();
        assertThatThrownBy(() -> Checkpoint.parse(signed.note(), "countersign.dev/ledger/4567")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Checkpoint.parse(signed.note().replace("\n7\n", "\n07\n"), "countersign.dev/ledger/0123"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
