package local;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Finds the jars of an emulator as Maven would: the user's settings, mirrors and local repository decide, and once
 * they are there no network is needed.
 */
final class ClassPaths implements EmulatorJars {
    private final Context maven;

    ClassPaths() {
        ContextOverrides.Builder settings = ContextOverrides.create().withUserSettings(true);
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            if (repository.isBlank() || repository.contains("${")) {
                throw new IllegalStateException("maven.repo.local is '" + repository + "'; expected a directory");
            }
            settings.withLocalRepositoryOverride(Path.of(repository));
        }
        this.maven = Runtimes.INSTANCE.getRuntime().create(settings.build());
    }

    @Override
    public synchronized String of(List<String> coordinates) {
        CollectRequest wanted = new CollectRequest();
        coordinates.forEach(
                artifact -> wanted.addDependency(new Dependency(new DefaultArtifact(artifact), JavaScopes.RUNTIME)));
        wanted.setRepositories(maven.remoteRepositories());
        try {
            List<String> jars = maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(),
                            new DependencyRequest(wanted, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().getPath())
                    .toList();
            return String.join(File.pathSeparator, jars);
        } catch (DependencyResolutionException missing) {
            throw new IllegalStateException(
                    "the local cloud needs " + coordinates + " with all that they depend on, but Maven found no way to"
                            + " them: " + missing.getMessage() + " ("
                            + root(missing).getMessage() + ")",
                    missing);
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    @Override
    public void close() {
        maven.close();
    }
}
