package dev.countersign.agent.model;

import dev.countersign.secret.Redaction;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What questions to models need besides.
///
/// @param random for pauses
record Surroundings(HttpClient http, InstantSource clock, RandomGenerator random, Pause pause, Redaction redaction) {}
