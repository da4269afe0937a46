package org.danegate.policy.file;

import java.util.Map;
import org.danegate.address.OutsideText;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// Writes a tree of maps, lists and single values as YAML for people, which is read back as the same tree.
final class YamlText {

    private YamlText() {}

    static String of(Map<String, ?> tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        // Equal lists are written out each time: people edit this text, and anchors mean nothing to them.
        options.setDereferenceAliases(true);
        // A text stays a text: by default a control character turns it into octets in Base64, which are read back as
        // a text.
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        return new Yaml(new TextsAsTheyAre(options), options).dump(tree);
    }

    /// Writes texts with characters that YAML takes for line ends, or that are invisible, between double quotes
    /// with those characters escaped: in any other form a U+0085 or U+2028 is read back as something else.
    private static final class TextsAsTheyAre extends Representer {

        TextsAsTheyAre(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
            boolean plain = value.codePoints().allMatch(c -> c == '\n' || OutsideText.isHarmless(c));
            return super.representScalar(tag, value, plain ? style : DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        }
    }
}
