/**
 * The other ends that the pipelines speak to, on one port: they count what they receive and misbehave when told to.
 * Start reading at {@link local.stubs.Stubs}.
 */
package local.stubs;
