package dev.countersign.verify.project;

import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Toolchains;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The environment that check commands get: an allow-list, never the user's own. Keys and tokens stay outside; the caches of
/// build tools are shared, so that a check need not fetch again what the user has.
///
/// @param system   the environment of this process, from which the allowed are taken
/// @param home     becomes HOME: a private folder that persists
/// @param temp     becomes TMPDIR
/// @param userHome the user's real home, for the caches
/// @param javaHome its `bin` is appended to PATH, so that `java` is always found
public record CheckEnvironment(Map<String, String> system, Path home, Path temp, Path userHome, Path javaHome) {
    /// Of the whole system: Bazel as Debian packages it finds its own parts by them. They may hold the key of a remote cache, so agents, which
    /// may have a network, don't see them.
    private static final List<Path> SETTINGS = List.of(Path.of("/etc/bazel.bazelrc"), Path.of("/etc/bazel"));
    private static final List<String> TAKEN = List.of("JAVA_HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR",
            "NODE_EXTRA_CA_CERTS", "SystemRoot", "ComSpec", "PATHEXT");
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY");

    private static final Pattern SECRET = Pattern.compile("(?i)key|token|secret|passw|auth|credential");

    /// Where tools keep what they fetched: variable to folder below the user's home.
    private static final Map<String, String> CACHES = caches();

    public CheckEnvironment {
        system = Map.copyOf(system);
    }

    private static Map<String, String> caches() {
        var caches = new LinkedHashMap<String, String>();
        caches.put("MAVEN_USER_HOME", ".m2");
        caches.put("GRADLE_USER_HOME", ".gradle");
        caches.put("npm_config_cache", ".npm");
        caches.put("YARN_CACHE_FOLDER", ".cache/yarn");
        caches.put("npm_config_store_dir", ".local/share/pnpm/store");
        caches.put("CARGO_HOME", ".cargo");
        caches.put("RUSTUP_HOME", ".rustup");
        caches.put("GOPATH", "go");
        caches.put("GOCACHE", ".cache/go-build");
        caches.put("PIP_CACHE_DIR", ".cache/pip");
        caches.put("PYTHONUSERBASE", ".local");
        caches.put("PYENV_ROOT", ".pyenv");
        caches.put("NVM_DIR", ".nvm");
        caches.put("VOLTA_HOME", ".volta");
        caches.put("ASDF_DATA_DIR", ".asdf");
        caches.put("MISE_DATA_DIR", ".local/share/mise");
        caches.put("SDKMAN_DIR", ".sdkman");
        return Collections.unmodifiableMap(caches);
    }

    /// The whole environment of a check command. Makes the two private folders where they are missing.
    ///
    /// @throws IOException where they can't be made
    public SortedMap<String, String> variables(Level level) throws IOException {
        SortedMap<String, String> variables = variables();
        if (level != Level.L0) {
            contained(variables);
        }
        return variables;
    }

    /// What the checks of a stage may see: the stage, the private folders, and the toolchains to read. No network.
    public Profile profile(Level level, Path stage) {
        var readable = new ArrayList<>(new Toolchains(system, userHome, javaHome).folders());
        SETTINGS.stream().filter(Files::isReadable).map(CheckEnvironment::real).forEach(readable::add);
        return new Profile(level, List.of(real(stage), real(home), real(temp)), readable, new Network.Off());
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /// Contained, the user's caches can be read and not written: tools get folders of their own to write into, and are told that
    /// there is no network.
    private void contained(SortedMap<String, String> variables) {
        PROXIES.forEach(variables::remove);
        for (String written : List.of("GOCACHE", "npm_config_cache", "YARN_CACHE_FOLDER", "PIP_CACHE_DIR", "GRADLE_USER_HOME",
                "MAVEN_USER_HOME", "PYTHONUSERBASE")) {
            variables.remove(written);
        }
        // Java takes the home from the list of users, not from HOME.
        variables.put("GRADLE_USER_HOME", home.resolve(".gradle").toString());
        Path gradle = userHome.resolve(".gradle/caches");
        if (Files.isDirectory(gradle)) {
            variables.put("GRADLE_RO_DEP_CACHE", gradle.toString());
        }
        variables.put("CARGO_NET_OFFLINE", "true");
        variables.put("GOPROXY", "off");
        variables.put("npm_config_offline", "true");
        variables.put("PIP_NO_INDEX", "1");
        variables.put("MAVEN_ARGS", "-o");
    }

    private SortedMap<String, String> variables() throws IOException {
        Files.createDirectories(home);
        Files.createDirectories(temp);
        var variables = new TreeMap<String, String>();
        TAKEN.forEach(name -> take(name, variables));
        // The address of a proxy may hold a password.
        PROXIES.stream().filter(name -> !system.getOrDefault(name, "").contains("@")).forEach(name -> take(name, variables));
        CACHES.forEach((name, folder) -> {
            if (system.containsKey(name)) {
                take(name, variables);
            } else if (Files.isDirectory(userHome.resolve(folder))) {
                variables.put(name, userHome.resolve(folder).toString());
            }
        });
        Path repository = userHome.resolve(".m2/repository");
        // The launch script of Maven splits this variable at spaces.
        if (Files.isDirectory(repository) && repository.toString().indexOf(' ') < 0) {
            variables.put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
        }
        variables.put("HOME", home.toString());
        variables.put("TMPDIR", temp.toString());
        variables.putIfAbsent("LANG", "C.UTF-8");
        variables.put("TERM", "dumb");
        variables.put("NO_COLOR", "1");
        variables.put("CARGO_TERM_COLOR", "never");
        // Test runners that watch for changes run once under this.
        variables.put("CI", "true");
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        variables.put("PATH", path());
        return variables;
    }

    /// What can be shown of it: the values of names that sound like a secret are masked.
    SortedMap<String, String> shown(SortedMap<String, String> variables) {
        var shown = new TreeMap<String, String>();
        variables.forEach((name, value) -> shown.put(name, SECRET.matcher(name).find() ? "\u2022\u2022\u2022\u2022\u2022\u2022" : value));
        return shown;
    }

    private void take(String name, Map<String, String> variables) {
        String value = system.get(name);
        if (value != null && !value.isEmpty()) {
            variables.put(name, value);
        }
    }

    private String path() {
        String given = system.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase("PATH")).map(Map.Entry::getValue)
                .findFirst().orElse("");
        String java = javaHome.resolve("bin").toString();
        return given.isEmpty() ? java : given + File.pathSeparator + java;
    }
}
