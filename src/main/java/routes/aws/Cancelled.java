package routes.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.policy.Transient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Why a transaction on the table of {@link ObjectLeases} was cancelled: its conditions did not hold, or it was too late. */
record Cancelled(TransactionCanceledException exception) {
    private static final String CONDITION = "ConditionalCheckFailed";

    /**
     * Who has what was to be claimed.
     *
     * @param group whose row was the first of the transaction
     * @param ids of the objects whose rows were the others
     * @return the group that holds it, by object; the group's own name stands for itself
     * @throws Transient as of {@link #refuseConflicts}
     */
    Map<String, String> holders(String group, List<String> ids) {
        refuseConflicts();
        Map<String, String> holders = new LinkedHashMap<>();
        List<CancellationReason> reasons = exception.cancellationReasons();
        for (int i = 0; i < reasons.size(); i++) {
            if (CONDITION.equals(reasons.get(i).code())) {
                String id = i == 0 ? group : ids.get(i - 1);
                AttributeValue holder = reasons.get(i).item().get(ObjectLeases.GROUP);
                holders.put(id, i == 0 || holder == null ? group : holder.s());
            }
        }
        return holders;
    }

    /**
     * Passes when conditions alone have failed.
     *
     * @throws Transient for another transaction on the same rows, or too many of them: nothing is known yet
     */
    void refuseConflicts() {
        for (CancellationReason reason : exception.cancellationReasons()) {
            boolean told = "None".equals(reason.code()) || CONDITION.equals(reason.code());
            if (!told) {
                throw new Transient("transaction on the objects' table was cancelled: " + reason.code(), exception);
            }
        }
    }
}
