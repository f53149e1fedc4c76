package dev.countersign.agent.acp;

import com.agentclientprotocol.sdk.agent.SyncPromptContext;
import com.agentclientprotocol.sdk.agent.transport.StdioAcpAgentTransport;
import com.agentclientprotocol.sdk.spec.AcpSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// An agent on an implementation of the protocol that others wrote: it does in the current folder what its prompt says.
final class CorePeer {
    private CorePeer() {}

    public static void main(String[] args) {
        var hang = new CountDownLatch(1);
        com.agentclientprotocol.sdk.agent.AcpAgent.sync(new StdioAcpAgentTransport())
                .initializeHandler(_ -> new AcpSchema.InitializeResponse(1, new AcpSchema.AgentCapabilities(), List.of()))
                .newSessionHandler(_ -> new AcpSchema.NewSessionResponse("core-1", new AcpSchema.SessionModeState("ask",
                        List.of(new AcpSchema.SessionMode("ask", "Ask", ""), new AcpSchema.SessionMode("code", "Code", ""))), null))
                .setSessionModeHandler(_ -> new AcpSchema.SetSessionModeResponse())
                .promptHandler((request, context) -> {
                    String prompt = ((AcpSchema.TextContent) request.prompt().getFirst()).text();
                    return new AcpSchema.PromptResponse(prompt.equals("edit") ? edit(context) : wait(context, hang));
                })
                .cancelHandler(_ -> hang.countDown())
                .build().run();
    }

    private static AcpSchema.StopReason edit(SyncPromptContext context) {
        String session = context.getSessionId();
        context.sendThought("Let me see.");
        context.sendUpdate(session, new AcpSchema.Plan("plan", List.of(new AcpSchema.PlanEntry("Write b.txt",
                AcpSchema.PlanEntryPriority.HIGH, AcpSchema.PlanEntryStatus.IN_PROGRESS))));
        context.sendUpdate(session, new AcpSchema.ToolCall("tool_call", "t1", "Write b.txt", AcpSchema.ToolKind.EDIT,
                AcpSchema.ToolCallStatus.PENDING, List.of(), List.of(new AcpSchema.ToolCallLocation("b.txt", 1)), null, null, null));
        var answer = context.requestPermission(new AcpSchema.RequestPermissionRequest(session,
                new AcpSchema.ToolCallUpdate("t1", "Write b.txt", AcpSchema.ToolKind.EDIT, AcpSchema.ToolCallStatus.PENDING, List.of(), List.of(),
                        null, null),
                List.of(new AcpSchema.PermissionOption("go", "Go ahead", AcpSchema.PermissionOptionKind.ALLOW_ONCE),
                        new AcpSchema.PermissionOption("no", "Don't", AcpSchema.PermissionOptionKind.REJECT_ONCE))));
        boolean may = answer.outcome() instanceof AcpSchema.PermissionSelected selected && selected.optionId().equals("go");
        if (may) {
            try {
                Files.writeString(Path.of("b.txt"), "two\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        context.sendUpdate(session, new AcpSchema.ToolCallUpdateNotification("tool_call_update", "t1", "Write b.txt", AcpSchema.ToolKind.EDIT,
                may ? AcpSchema.ToolCallStatus.COMPLETED : AcpSchema.ToolCallStatus.FAILED, List.of(), List.of(), null, null, null));
        context.sendMessage(may ? "I wrote b.txt." : "I was not allowed to.");
        return AcpSchema.StopReason.END_TURN;
    }

    private static AcpSchema.StopReason wait(SyncPromptContext context, CountDownLatch hang) {
        context.sendMessage("waiting\n");
        try {
            hang.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return AcpSchema.StopReason.CANCELLED;
    }
}
