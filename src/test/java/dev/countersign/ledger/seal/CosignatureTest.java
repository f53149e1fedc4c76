package dev.countersign.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.workspace.Sha256;
import java.util.Base64;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// C2SP `tlog-cosignature`, version 1 of Ed25519.
class CosignatureTest {
    /// The example of the specification. Its keys are not published: what can be checked is that it is read.
    private static final String EXAMPLE = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
            """;

    @Test
    void theExampleOfTheSpecificationIsRead() {
        Checkpoint checkpoint = Checkpoint.parse(EXAMPLE, "example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20852163);
        SignedNote.Line line = SignedNote.parse(EXAMPLE).lines().get(1);
        assertThat(line.name()).isEqualTo("witness.example.com/w1");
        assertThat(NoteKey.time(line.signature())).isEqualTo(1679315147);
        assertThat(line.signature()).hasSize(72);
        assertThat(new String(NoteKey.stamped(1679315147, SignedNote.parse(EXAMPLE).text().getBytes()))).isEqualTo("""
                cosignature/v1
                time 1679315147
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
                """);
        assertThat(SignedNote.parse(EXAMPLE)).hasToString(EXAMPLE);
    }

    @Test
    void aWitnessVouchesForTextAndTimeOfItsOwnKeyOnly() throws Exception {
        NoteSigner log = NoteSigner.generate("log.example");
        var witness = new MadeUpWitness("witness.example/w");
        Checkpoint signed = Checkpoint.sign(3, Sha256.of(new byte[1]), log);
        String note = witness.cosign(signed.note(), 1_700_000_000);
        Checkpoint cosigned = Checkpoint.parse(note, "log.example");
        assertThat(cosigned.signedBy(log.verifier())).isTrue();
        assertThat(cosigned.cosignedBy(witness.key())).isEqualTo(OptionalLong.of(1_700_000_000));
        assertThat(NoteKey.parse(witness.key().toString())).isEqualTo(witness.key());
        assertThat(cosigned.cosignedBy(new MadeUpWitness("witness.example/w").key())).isEmpty();
        assertThat(signed.cosignedBy(witness.key())).isEmpty();
        assertThat(signed.cosignedBy(log.verifier())).isEmpty();
        Checkpoint other = Checkpoint.parse(note.replace("\n3\n", "\n4\n"), "log.example");
        assertThat(other.cosignedBy(witness.key())).isEmpty();
        byte[] line = Base64.getDecoder().decode(note.substring(note.lastIndexOf(' ') + 1).strip());
        line[11]++;
        String later = note.substring(0, note.lastIndexOf(' ') + 1) + Base64.getEncoder().encodeToString(line) + "\n";
        assertThat(Checkpoint.parse(later, "log.example").cosignedBy(witness.key())).isEmpty();
    }

    @Test
    void aKeyForSignaturesIsNoKeyForCosignatures() throws Exception {
        var witness = new MadeUpWitness("same.example");
        var signature = new NoteKey("same.example", NoteKey.Use.SIGNATURE, witness.key().raw());
        assertThat(signature).isNotEqualTo(witness.key());
        assertThat(signature.hash()).isNotEqualTo(witness.key().hash());
        assertThatThrownBy(() -> NoteKey.parse(witness.key().toString().replace("+B", "+A"))).isInstanceOf(IllegalArgumentException.class);
    }
}
