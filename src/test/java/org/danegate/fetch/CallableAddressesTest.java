package org.danegate.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A domain's owner chooses which address is called: it must not be one of our own network.
class CallableAddressesTest {

    private final CallableAddresses callable = new CallableAddresses(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.26.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::10.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2002:a00:1::1"
            })
    @Tag("S-15")
    void addresses_that_are_not_public_are_not_called(String address) throws Exception {
        assertThat(callable.mayCall(InetAddress.getByName(address))).isFalse();
        assertThat(new CallableAddresses(true).mayCall(InetAddress.getByName(address)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.1",
                "2606:4700::1111",
                "64:ff9b::101:101",
                "2002:101:101::1"
            })
    @Tag("S-15")
    void public_addresses_are_called(String address) throws Exception {
        assertThat(callable.mayCall(InetAddress.getByName(address))).isTrue();
    }

    @Test
    @Tag("S-15")
    void no_address_of_this_machine_is_called() throws Exception {
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();

        assertThat(own).isNotEmpty().noneMatch(callable::mayCall);
    }
}
