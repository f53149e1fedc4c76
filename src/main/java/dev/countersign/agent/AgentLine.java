package dev.countersign.agent;

import dev.countersign.network.Connection;
import dev.countersign.network.Gateway;
import dev.countersign.network.HostName;
import dev.countersign.network.HostPort;
import dev.countersign.network.HostRule;
import dev.countersign.network.Metered;
import dev.countersign.network.ModelEndpoint;
import dev.countersign.network.NetworkRules;
import dev.countersign.network.Provider;
import dev.countersign.network.ProxyVariables;
import dev.countersign.network.Reached;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Profile;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// One call's way to the network, from before its program starts until after it ended. Closing it tells what was reached.
public final class AgentLine implements AutoCloseable {
    private final Network network;
    private final Map<String, String> system;
    private final SortedMap<String, String> variables;
    private final Set<String> held;
    private final Optional<Gateway.Passage> passage;
    private final List<Connection> connections;
    private final Consumer<AgentEvent> events;

    private AgentLine(Network network, Map<String, String> system, SortedMap<String, String> variables, Set<String> held,
                      Optional<Gateway.Passage> passage, List<Connection> connections, Consumer<AgentEvent> events) {
        this.network = network;
        this.system = system;
        this.variables = variables;
        this.held = held;
        this.passage = passage;
        this.connections = connections;
        this.events = events;
    }

    /// @param system what the agent's entry takes variables from
    /// @param given  what it would have of them, the key of its model among them
    /// @param events hears of connections, on other threads than the caller's
    /// @throws IOException where it can't be opened as it must be; a sentence
    public static AgentLine open(AgentSpec spec, Level level, AgentTask.Leave leave, Map<String, String> system, AgentEnvironment given,
                                 Gateway gateway, Consumer<AgentEvent> events) throws IOException {
        if (level == Level.L0) {
            if (!leave.network()) {
                throw new IOException("The network can't be taken from a program that nothing contains. Run it in a sandbox, or with the network.");
            }
            return new AgentLine(new Network.Open(), system, new TreeMap<>(), Set.of(), Optional.empty(), List.of(), events);
        }
        var inside = new TreeMap<>(system);
        inside.put(Placeholders.CONTAINED, level.name());
        if (!leave.network()) {
            return new AgentLine(new Network.Off(), inside, new TreeMap<>(), Set.of(), Optional.empty(), List.of(), events);
        }
        if (spec.network().rules().isEmpty() || !level.hasOwnNetwork()) {
            return new AgentLine(new Network.Open(), inside, new TreeMap<>(), Set.of(), Optional.empty(), List.of(), events);
        }
        return through(spec.network(), spec.network().rules().get(), leave, inside, given.variables(), gateway, events);
    }

    private static AgentLine through(AgentNetwork settings, NetworkRules allowed, AgentTask.Leave leave, Map<String, String> system,
                                     Map<String, String> given, Gateway gateway, Consumer<AgentEvent> events) throws IOException {
        NetworkRules rules = allowed;
        var models = new ArrayList<ModelEndpoint>();
        var keyless = new ArrayList<URI>();
        for (Provider provider : settings.providers()) {
            URI base = base(provider, given, system);
            Optional<String> key = provider.keyVariables().stream().map(name -> value(name, given, system)).filter(k -> !k.isBlank()).findFirst();
            if (key.isPresent()) {
                models.add(new ModelEndpoint(provider, base, key.get(), settings.requests(), lower(settings.tokens(), leave.tokens())));
            } else {
                keyless.add(base);
            }
        }
        // With another key than the user's, a provider is a place to send things to; so is one that the user has no key for.
        for (Provider provider : models.isEmpty() ? List.<Provider>of() : settings.providers()) {
            rules = without(without(rules, provider.base()), base(provider, given, system));
        }
        for (URI base : models.isEmpty() ? keyless : List.<URI>of()) {
            rules = with(rules, base);
        }
        var connections = new ArrayList<Connection>();
        Gateway.Passage passage = gateway.open(rules, models, leave.objections(), connection -> {
            synchronized (connections) {
                connections.add(connection);
            }
            events.accept(new AgentEvent.Connected(connection));
        });
        SortedMap<String, String> variables = ProxyVariables.of(Profile.PROXY_PORT);
        var taken = new TreeMap<>(system);
        var held = new TreeSet<String>();
        for (ModelEndpoint model : models) {
            Provider provider = model.provider();
            String host = "http://127.0.0.1:" + Profile.PROXY_PORT + provider.host();
            Map<String, String> told = Map.of(provider.addressVariable(), host + provider.below(), provider.hostVariable(), host);
            variables.putAll(told);
            taken.replaceAll((_, value) -> value.strip().equals(model.key()) ? passage.token() : value);
            taken.putAll(told);
            for (String name : provider.keyVariables()) {
                if (name.equals(provider.keyVariable()) || !value(name, given, system).isBlank()) {
                    variables.put(name, passage.token());
                    taken.put(name, passage.token());
                    held.add(name);
                }
            }
        }
        return new AgentLine(new Network.Through(passage.socket()), taken, variables, held, Optional.of(passage), connections, events);
    }

    private static String value(String name, Map<String, String> given, Map<String, String> system) {
        return given.getOrDefault(name, system.getOrDefault(name, "")).strip();
    }

    private static URI base(Provider provider, Map<String, String> given, Map<String, String> system) throws IOException {
        String whole = value(provider.addressVariable(), given, system);
        String host = value(provider.hostVariable(), given, system);
        if (whole.isBlank() && host.isBlank()) {
            return provider.base();
        }
        String name = whole.isBlank() ? provider.hostVariable() : provider.addressVariable();
        try {
            URI uri = URI.create(whole.isBlank() ? host.replaceAll("/+$", "") + provider.below() : whole);
            if (Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // As any other that is no address.
        }
        throw new IOException(name + " is no address of a model: write it like " + provider.base() + ".");
    }

    private static NetworkRules without(NetworkRules rules, URI base) {
        return HostName.of(base.getHost()).map(rules::without).orElse(rules);
    }

    /// The address that the user named is allowed by that.
    private static NetworkRules with(NetworkRules rules, URI base) {
        int port = base.getPort() > 0 ? base.getPort() : "http".equals(base.getScheme()) ? 80 : 443;
        Optional<HostRule> own = HostPort.of(base.getHost() + ":" + port, 0).map(to -> new HostRule(to.host(), false, List.of(to.port())));
        var all = new ArrayList<>(rules.rules());
        own.ifPresent(all::add);
        return new NetworkRules(all);
    }

    private static OptionalLong lower(OptionalLong a, OptionalLong b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()));
    }

    public Network network() {
        return network;
    }

    /// What the agent's entry takes variables from, a placeholder in place of a key that is held.
    public Map<String, String> system() {
        return system;
    }

    /// With what leads programs to the proxy.
    public AgentEnvironment complete(AgentEnvironment environment) {
        return environment.and(variables, held);
    }

    /// What was used, once the program is dead: as the model's own answers say where they passed here and said it, else as the agent says.
    public Usage usage(Usage told) {
        Metered metered = passage.map(Gateway.Passage::metered).orElse(Metered.NOTHING);
        return metered.requests() > 0 && metered.input().isPresent() && metered.output().isPresent()
                ? new Usage(metered.input(), metered.output(), told.costUsd()) : told;
    }

    /// Whether the last answer of its model, where it passed here, broke off before its end, and it asks nothing since.
    public boolean isCut() {
        return passage.filter(Gateway.Passage::isCut).isPresent();
    }

    @Override
    public void close() {
        passage.ifPresent(open -> {
            open.close();
            synchronized (connections) {
                if (!connections.isEmpty()) {
                    events.accept(new AgentEvent.Network(Reached.of(connections)));
                }
            }
        });
    }
}
