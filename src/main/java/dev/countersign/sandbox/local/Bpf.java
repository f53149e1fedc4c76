package dev.countersign.sandbox.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A program of classic BPF as seccomp takes it: instructions of eight bytes in the machine's byte order (`struct sock_filter`,
/// linux/filter.h; seccomp(2)).
final class Bpf {
    static final int LD_W_ABS = 0x20;
    static final int JEQ = 0x15;
    static final int JGE = 0x35;
    static final int JSET = 0x45;
    static final int AND = 0x54;
    static final int RET = 0x06;

    /// The most that the kernel takes.
    private static final int MOST = 4096;

    /// @param jt how many instructions are passed over where the test holds, jf where it does not
    record Instruction(int code, int jt, int jf, int k) {}

    private final List<Instruction> instructions = new ArrayList<>();

    Bpf load(int offset) {
        return add(new Instruction(LD_W_ABS, 0, 0, offset));
    }

    Bpf and(int mask) {
        return add(new Instruction(AND, 0, 0, mask));
    }

    Bpf ret(int value) {
        return add(new Instruction(RET, 0, 0, value));
    }

    /// Runs `block` where the accumulator is `value`; passes over it else.
    Bpf whenEqual(int value, Bpf block) {
        return when(JEQ, value, block);
    }

    /// Runs `block` where the accumulator, unsigned, is at least `value`.
    Bpf whenAtLeast(int value, Bpf block) {
        return when(JGE, value, block);
    }

    /// Runs `block` where the accumulator has any bit of `mask`.
    Bpf whenAny(int mask, Bpf block) {
        return when(JSET, mask, block);
    }

    /// Runs `block` where the accumulator is none of `values`.
    Bpf whenNone(List<Integer> values, Bpf block) {
        int rest = values.size();
        for (int value : values) {
            rest--;
            add(new Instruction(JEQ, rest + block.instructions.size(), 0, value));
        }
        return append(block);
    }

    private Bpf when(int code, int value, Bpf block) {
        add(new Instruction(code, 0, block.instructions.size(), value));
        return append(block);
    }

    private Bpf append(Bpf block) {
        instructions.addAll(block.instructions);
        return this;
    }

    private Bpf add(Instruction instruction) {
        if (instruction.jt > 255 || instruction.jf > 255) {
            throw new IllegalStateException("a jump is longer than BPF has");
        }
        instructions.add(instruction);
        return this;
    }

    List<Instruction> instructions() {
        return List.copyOf(instructions);
    }

    byte[] bytes() {
        if (instructions.size() > MOST) {
            throw new IllegalStateException("the program is longer than the kernel takes");
        }
        var bytes = ByteBuffer.allocate(instructions.size() * 8).order(ByteOrder.nativeOrder());
        instructions.forEach(i -> bytes.putShort((short) i.code).put((byte) i.jt).put((byte) i.jf).putInt(i.k));
        return bytes.array();
    }
}
