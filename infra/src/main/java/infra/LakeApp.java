package infra;

import infra.environment.Deployment;
import infra.environment.Environments;
import infra.functions.FunctionZip;
import infra.product.Product;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;

/**
 * What the CDK starts. Context: {@code environment} (dev unless it is said), {@code runtime} (lambda or kubernetes),
 * {@code lakeFormation} (true or false), {@code email} (of alarms), {@code zip} (of the functions).
 */
public final class LakeApp {
    private LakeApp() {}

    public static void main(String[] arguments) {
        App app = new App();
        String name = context(app, "environment", "dev");
        Overrides overrides = new Overrides(
                context(app, "runtime", ""), context(app, "lakeFormation", ""), context(app, "email", ""));
        Deployment deployment = Deployment.of(overrides.on(Environments.named(name)), Product.beside());
        String zip = context(app, "zip", "");
        Lake.in(app, deployment, () -> zip.isEmpty() ? FunctionZip.built() : new FunctionZip(Path.of(zip)));
        app.synth();
    }

    private static String context(App app, String key, String otherwise) {
        @Nullable Object value = app.getNode().tryGetContext(key);
        return value == null ? otherwise : String.valueOf(value);
    }
}
