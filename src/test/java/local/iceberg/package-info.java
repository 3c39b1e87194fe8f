/** Iceberg tables in the local cloud, by the Java libraries: read by its Athena, written by tests. */
package local.iceberg;
