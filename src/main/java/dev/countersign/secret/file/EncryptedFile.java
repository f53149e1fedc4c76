package dev.countersign.secret.file;

import dev.countersign.secret.PrivateFiles;
import dev.countersign.secret.Problems;
import dev.countersign.secret.SecretPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Values in a file under AES-256 in Galois/counter mode (NIST SP 800-38D): the bytes `CSSECRET1`, a nonce of 12 bytes, and the sealed
/// names and values. The key is another file, in another folder: who has a copy of the data folder alone has nothing.
///
/// Both are for their owner alone; one that others can open is not read.
public final class EncryptedFile implements SecretPlace {
    private static final byte[] MAGIC = "CSSECRET1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE = 12;
    private static final int KEY = 32;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final Path key;
    private final RandomGenerator random;
    private final JsonMapper json = JsonMapper.builder().build();

    /// @param key    the key's file; made with the first value
    /// @param random must be unguessable
    public EncryptedFile(Path file, Path key, RandomGenerator random) {
        this.file = file;
        this.key = key;
        this.random = random;
    }

    @Override
    public String words() {
        return "encrypted file";
    }

    @Override
    public synchronized Optional<String> read(String name) throws IOException {
        return Optional.ofNullable(values().get(name));
    }

    @Override
    public synchronized void write(String name, String value) throws IOException {
        TreeMap<String, String> values = values();
        values.put(name, value);
        save(values);
    }

    @Override
    public synchronized void remove(String name) throws IOException {
        TreeMap<String, String> values = values();
        if (values.remove(name) != null) {
            save(values);
        }
    }

    private TreeMap<String, String> values() throws IOException {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        PrivateFiles.check(file);
        byte[] all = Files.readAllBytes(file);
        if (all.length < MAGIC.length + NONCE || !Arrays.equals(all, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw Problems.damaged(file, "it is not what Countersign wrote");
        }
        if (!Files.exists(key)) {
            throw Problems.damaged(file, "its key " + key + " is not there");
        }
        try {
            byte[] nonce = Arrays.copyOfRange(all, MAGIC.length, MAGIC.length + NONCE);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(all, MAGIC.length + NONCE, all.length - MAGIC.length - NONCE);
            return json.readValue(plain, new TypeReference<TreeMap<String, String>>() {});
        } catch (AEADBadTagException e) {
            throw Problems.damaged(file, "it was changed, or " + key + " is not its key");
        } catch (GeneralSecurityException | JacksonException e) {
            throw Problems.damaged(file, e.getClass().getSimpleName());
        }
    }

    private void save(TreeMap<String, String> values) throws IOException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        if (!Files.exists(key) && !Files.exists(file)) {
            byte[] fresh = new byte[KEY];
            random.nextBytes(fresh);
            PrivateFiles.write(key, fresh);
        }
        try {
            var out = new ByteArrayOutputStream();
            out.writeBytes(MAGIC);
            out.writeBytes(nonce);
            out.writeBytes(cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(json.writeValueAsBytes(values)));
            PrivateFiles.write(file, out.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws IOException, GeneralSecurityException {
        PrivateFiles.check(key);
        byte[] secret = Files.readAllBytes(key);
        if (secret.length != KEY) {
            throw Problems.damaged(key, "a key has 32 bytes");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(MAGIC);
        return cipher;
    }
}
