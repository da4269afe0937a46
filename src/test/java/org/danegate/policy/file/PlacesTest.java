package org.danegate.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Lines and positions of fields.
class PlacesTest {

    private final Places places = new Places();

    @Test
    void a_field_without_a_line_has_that_of_the_nearest_thing_around_it() {
        places.at("listeners", 4);
        places.at("listeners[1]", 9);
        places.at("listeners[1].port", 10);

        assertThat(places.line("listeners[1].port")).isEqualTo(10);
        assertThat(places.line("listeners[1].senderGroups[0].policy")).isEqualTo(9);
        assertThat(places.line("listeners[0].port")).isEqualTo(4);
        assertThat(places.line("dns.timeout")).isEqualTo(1);
    }

    @Test
    void positions_count_the_items_that_were_left_out() {
        places.kept("listeners", List.of(0, 2));
        places.kept("listeners[2].senderGroups", List.of(1));

        assertThat(places.inFile("listeners[0].port")).isEqualTo("listeners[0].port");
        assertThat(places.inFile("listeners[1].senderGroups[0].policy"))
                .isEqualTo("listeners[2].senderGroups[1].policy");
        assertThat(places.inFile("listeners[5].port")).isEqualTo("listeners[5].port");
        assertThat(places.inFile("dns.servers[3].address")).isEqualTo("dns.servers[3].address");
        assertThat(places.inFile("dns.timeout")).isEqualTo("dns.timeout");
    }
}
