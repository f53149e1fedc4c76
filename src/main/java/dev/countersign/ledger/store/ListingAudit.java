package dev.countersign.ledger.store;

import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.tree.FolderListing;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds listings that are missing below the tree of an entry. A leaf names the topmost alone.
final class ListingAudit {
    private static final byte[] HEAD = "countersign-folder-v1\n".getBytes(StandardCharsets.US_ASCII);

    /// Named by a listing, and not seen before it. A folder's listing is written before that of the folder above it, so these are few.
    private final Set<Sha256> awaited = new HashSet<>();

    /// The listings of folders that a content names: none where it is no listing.
    static List<Sha256> below(byte[] plain) {
        if (plain.length < HEAD.length || !Arrays.equals(plain, 0, HEAD.length, HEAD, 0, HEAD.length)) {
            return List.of();
        }
        try {
            return FolderListing.read(plain).lines().stream().filter(FolderListing.Line.Folder.class::isInstance)
                    .map(line -> ((FolderListing.Line.Folder) line).listing()).toList();
        } catch (MalformedLeafException _) {
            // A file that begins like one.
            return List.of();
        }
    }

    /// @param below what a content of the vault names
    /// @param good  what was found sound before it
    void see(List<Sha256> below, DigestSet good) {
        for (Sha256 listing : below) {
            if (!good.contains(listing)) {
                awaited.add(listing);
            }
        }
    }

    /// The missing listings that the tree of an entry needs, each with what to call it.
    ///
    /// @param named what entries name, the listings of top folders among them
    Map<Sha256, String> missing(References named, DigestSet good, VaultReader vault) throws IOException {
        awaited.removeIf(good::contains);
        var missing = new LinkedHashMap<Sha256, String>();
        if (awaited.isEmpty()) {
            return missing;
        }
        var read = new DigestSet();
        for (Sha256 tree : named.trees()) {
            var open = new ArrayDeque<Map.Entry<Sha256, String>>();
            open.push(Map.entry(tree, ""));
            while (!open.isEmpty()) {
                var next = open.pop();
                if (awaited.contains(next.getKey())) {
                    missing.putIfAbsent(next.getKey(), "listing of " + next.getValue() + " in the " + named.as(tree).orElse("tree"));
                } else if (read.add(next.getKey())) {
                    try {
                        for (FolderListing.Line line : FolderListing.read(vault.checked(next.getKey())).lines()) {
                            if (line instanceof FolderListing.Line.Folder folder) {
                                open.push(Map.entry(folder.listing(), next.getValue() + folder.name() + "/"));
                            }
                        }
                    } catch (MissingContentException | MalformedLeafException _) {
                        // Named as what it is, by whoever reads all records.
                    }
                }
            }
        }
        return missing;
    }
}
