/**
 * The local cloud: what the tests and the local run use instead of an AWS account. Start reading at
 * {@link local.LocalCloud}; {@link local.gateway} speaks for AWS on one port, {@link local.stubs} for everyone else.
 */
package local;
