package dev.countersign.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published cases of transparency-dev/merkle; see `rfc6962/README.md` beside them.
class Rfc6962VectorsTest {

    @TestFactory
    Stream<DynamicTest> inclusion() throws Exception {
        return cases("inclusion", json -> new InclusionProof(number(json.get("leafIdx")), number(json.get("treeSize")),
                hash(json.get("leafHash")), hashes(json.get("proof")), hash(json.get("root"))).holds());
    }

    @TestFactory
    Stream<DynamicTest> consistency() throws Exception {
        return cases("consistency", json -> new ConsistencyProof(number(json.get("size1")), number(json.get("size2")),
                root(json.get("root1")), root(json.get("root2")), hashes(json.get("proof"))).holds());
    }

    @Test
    void allCasesAreThere() throws Exception {
        assertThat(files("inclusion").size() + files("consistency").size()).isEqualTo(196);
    }

    @Test
    void nothingIsConsistentWithAnEmptyTree() {
        assertThat(new ConsistencyProof(0, 0, MerkleTree.EMPTY, MerkleTree.EMPTY, List.of()).holds()).isFalse();
        assertThat(new ConsistencyProof(0, 1, MerkleTree.EMPTY, MerkleTree.leaf(new byte[0]), List.of()).holds()).isFalse();
    }

    private interface Verdict {
        boolean of(JsonNode json);
    }

    private static Stream<DynamicTest> cases(String folder, Verdict verdict) throws Exception {
        return files(folder).stream().map(file -> DynamicTest.dynamicTest(folder + "/" + file.getParent().getFileName() + "/"
                + file.getFileName(), () -> {
            JsonNode json = JsonMapper.builder().build().readTree(file);
            boolean holds;
            try {
                holds = verdict.of(json);
            } catch (IllegalArgumentException hashOfWrongLength) {
                holds = false;
            }
            assertThat(holds).as(json.get("desc").asString()).isEqualTo(!json.get("wantErr").asBoolean());
        }));
    }

    private static List<Path> files(String folder) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(Path.of(Rfc6962VectorsTest.class.getResource("/rfc6962/" + folder).toURI()))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static List<Sha256> hashes(JsonNode list) {
        var hashes = new ArrayList<Sha256>();
        if (list != null && !list.isNull()) {
            list.forEach(node -> hashes.add(hash(node)));
        }
        return hashes;
    }

    /// Unsigned 64 bits: what is too large for us is negative, and must be refused.
    private static long number(JsonNode node) {
        return node.bigIntegerValue().longValue();
    }

    /// A value type of ours: another length than 32 bytes cannot even be held, and is refused so.
    private static Sha256 hash(JsonNode node) {
        return Sha256.ofDigest(Base64.getDecoder().decode(node.asString()));
    }

    /// Some cases have words such as "don't care" for roots: only whether they are the same matters.
    private static Sha256 root(JsonNode node) {
        byte[] bytes = Base64.getDecoder().decode(node.asString());
        return bytes.length == Sha256.BYTES ? Sha256.ofDigest(bytes) : Sha256.of(bytes);
    }
}
