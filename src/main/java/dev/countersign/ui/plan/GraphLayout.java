package dev.countersign.ui.plan;

import dev.countersign.plan.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the nodes of a plan are drawn: layers from left to right by the longest way from a root; within a layer near the mean of
/// what they follow. A value; pixels.
///
/// @param places upper left corner of each card
record GraphLayout(Map<NodeId, Place> places, List<List<NodeId>> layers, double width, double height) {
    static final double CARD_WIDTH = 216;
    static final double CARD_HEIGHT = 78;
    static final double GAP_X = 44;
    static final double GAP_Y = 12;
    static final double MARGIN = 16;

    record Place(double x, double y) {}

    /// @param after the nodes in plan order, each with those it follows; free of cycles
    static GraphLayout of(Map<NodeId, List<NodeId>> after) {
        var depth = new HashMap<NodeId, Integer>();
        after.keySet().forEach(id -> depth(id, after, depth, after.size()));
        int deepest = depth.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        var layers = new ArrayList<List<NodeId>>();
        for (int layer = 0; layer <= deepest; layer++) {
            int wanted = layer;
            layers.add(new ArrayList<>(after.keySet().stream().filter(id -> depth.get(id) == wanted).toList()));
        }
        var row = new HashMap<NodeId, Double>();
        for (List<NodeId> layer : layers) {
            for (int i = 0; i < layer.size(); i++) {
                row.put(layer.get(i), (double) i);
            }
            layer.sort(Comparator.comparingDouble(id -> after.get(id).stream().filter(row::containsKey)
                    .mapToDouble(row::get).average().orElse(row.get(id))));
            for (int i = 0; i < layer.size(); i++) {
                row.put(layer.get(i), i - (layer.size() - 1) / 2.0);
            }
        }
        int tallest = layers.stream().mapToInt(List::size).max().orElse(0);
        double height = 2 * MARGIN + tallest * CARD_HEIGHT + Math.max(0, tallest - 1) * GAP_Y;
        var places = new LinkedHashMap<NodeId, Place>();
        for (int layer = 0; layer < layers.size(); layer++) {
            for (NodeId id : layers.get(layer)) {
                places.put(id, new Place(MARGIN + layer * (CARD_WIDTH + GAP_X),
                        height / 2 - CARD_HEIGHT / 2 + row.get(id) * (CARD_HEIGHT + GAP_Y)));
            }
        }
        double width = 2 * MARGIN + layers.size() * CARD_WIDTH + Math.max(0, layers.size() - 1) * GAP_X;
        return new GraphLayout(places, layers.stream().map(List::copyOf).toList(), width, height);
    }

    private static int depth(NodeId id, Map<NodeId, List<NodeId>> after, Map<NodeId, Integer> depth, int left) {
        Integer known = depth.get(id);
        if (known != null) {
            return known;
        }
        int found = left <= 0 ? 0 : after.getOrDefault(id, List.of()).stream().filter(after::containsKey)
                .mapToInt(before -> 1 + depth(before, after, depth, left - 1)).max().orElse(0);
        depth.put(id, found);
        return found;
    }
}
