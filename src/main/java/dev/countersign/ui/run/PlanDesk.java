package dev.countersign.ui.run;

import dev.countersign.plan.Plan;
import dev.countersign.ui.plan.PlanTerms;
import dev.countersign.ui.plan.PlanningViewModel;
import java.util.function.Consumer;

/// Where plans are made and edited in front of a person.
public interface PlanDesk {
    /// Shows a planner at work, and has it asked. @param without goes on without a plan, where it makes none
    void ask(PlanningViewModel planning, Runnable without);

    /// Opens the editor. @param begin hears the plan that is to run @param kept hears the plan as it stood where it was put away
    void edit(Plan plan, PlanTerms terms, Consumer<Plan> begin, Consumer<Plan> kept);

    /// Nobody to ask: plans run as they are.
    PlanDesk NONE = new PlanDesk() {
        @Override
        public void ask(PlanningViewModel planning, Runnable without) {
            planning.ask();
        }

        @Override
        public void edit(Plan plan, PlanTerms terms, Consumer<Plan> begin, Consumer<Plan> kept) {
            begin.accept(plan);
        }
    };
}
