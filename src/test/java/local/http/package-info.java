/**
 * A small HTTP/1.1 server that gives its handlers what a test double needs and ordinary servers hide: whether the
 * caller is still there, and answers that break off where the test wants them to.
 */
package local.http;
