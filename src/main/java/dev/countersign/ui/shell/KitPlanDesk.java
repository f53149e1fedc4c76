package dev.countersign.ui.shell;

import dev.countersign.plan.Plan;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.plan.PlanEditorView;
import dev.countersign.ui.plan.PlanTerms;
import dev.countersign.ui.plan.PlanViewModel;
import dev.countersign.ui.plan.PlannerCard;
import dev.countersign.ui.plan.PlanningViewModel;
import dev.countersign.ui.run.PlanDesk;
import java.util.function.Consumer;

/// Plans are made and edited above the window.
record KitPlanDesk(Kit kit) implements PlanDesk {
    @Override
    public void ask(PlanningViewModel planning, Runnable without) {
        PlannerCard.open(kit.overlay(), planning, without);
    }

    @Override
    public void edit(Plan plan, PlanTerms terms, Consumer<Plan> begin, Consumer<Plan> kept) {
        PlanEditorView.open(kit, new PlanViewModel(plan, terms, kit.background()), begin, kept);
    }
}
