/**
 * One port that speaks for all of AWS. {@link local.gateway.Gateway} finds out which service a call is for and has a
 * table of them; each {@link local.gateway.Service} either answers itself or passes the call on to a real emulator.
 */
package local.gateway;
