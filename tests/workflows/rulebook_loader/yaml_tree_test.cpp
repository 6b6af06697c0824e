#include "workflows/rulebook_loader/yaml_tree.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::rules {
namespace {

struct Parsed {
  BookSource source;
  SourceText text;
  std::vector<Finding> findings = {};
  std::optional<YamlNode> root = {};

  explicit Parsed(std::string yaml, YamlLimits const& limits = {}) : source{"file", std::move(yaml)}, text(source) {
    Names const names;
    FileCheck check(text, names, findings);
    root = parse_yaml(check, limits);
  }
  Parsed(Parsed const&) = delete;
};

TEST(YamlTree, KnowsWhereThingsStandInCharacters) {
  Parsed const parsed("\xEF\xBB\xBF键: {名: 值, b: \"x\"}\r\nlist:\r\n  - 一\r\n  -\r\n");
  ASSERT_TRUE(parsed.root && parsed.findings.empty());
  auto const* map = parsed.root->find("键");
  ASSERT_TRUE(map);
  EXPECT_EQ(map->place, (Place{1, 4}));
  EXPECT_EQ(map->find("名")->place, (Place{1, 8}));
  EXPECT_TRUE(map->find("名")->plain);
  EXPECT_EQ(map->members[1].place, (Place{1, 11}));
  EXPECT_FALSE(map->find("b")->plain);
  auto const* list = parsed.root->find("list");
  EXPECT_EQ(list->items[0].place, (Place{3, 5}));
  EXPECT_EQ(list->items[1].kind, YamlNode::Kind::null);
  EXPECT_EQ(parsed.root->find("no"), nullptr);
}

TEST(YamlTree, WritesAliasesOut) {
  Parsed const parsed("a: &x {k: 1}\nb: *x\nc: &y 2\nd: [*y, *y]\n");
  ASSERT_TRUE(parsed.root) << parsed.findings[0].says.en;
  EXPECT_EQ(parsed.root->find("b")->find("k")->text, "1");
  EXPECT_EQ(parsed.root->find("d")->items[1].text, "2");
}

TEST(YamlTree, StopsAtItsLimits) {
  auto const one = [](std::string yaml, YamlLimits const& limits = {}) {
    Parsed const parsed(std::move(yaml), limits);
    EXPECT_FALSE(parsed.root);
    return parsed.findings.size() == 1 ? parsed.findings[0].says.en
                                       : fmt::format("{} findings", parsed.findings.size());
  };
  EXPECT_EQ(one(std::string(101, '#'), {.bytes_max = 100}), "the file has more than 100 bytes");
  EXPECT_EQ(one("[1, 2, 3]", {.nodes_max = 3}), "more than 3 nodes, with every alias written out");
  EXPECT_EQ(one("[[[1]]]", {.depth_max = 2}), "nested more than 2 deep");
  EXPECT_EQ(one("a: &a [*a]"), "an alias cannot stand inside what it names");
  EXPECT_NE(one("a: *b").find("not valid YAML"), std::string::npos);
  EXPECT_EQ(one("a: \xFF"), "the file is not well-formed UTF-8");
  EXPECT_EQ(one(std::string("a: b\0c: d", 9)), "the file contains a zero byte");
  EXPECT_EQ(one("# nothing\n"), "the file is empty");
  EXPECT_NE(one(std::string(100'000, '[')).find("nested more than 32 deep"), std::string::npos);

  // Nine levels of nine aliases each would be 387 million nodes.
  std::string bomb = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i)
    bomb += fmt::format("l{0}: &l{0} [*l{1}, *l{1}, *l{1}, *l{1}, *l{1}, *l{1}, *l{1}, *l{1}, *l{1}]\n", i, i - 1);
  EXPECT_EQ(one(bomb), "more than 100000 nodes, with every alias written out");
}

TEST(YamlTree, TakesWhatIsAtItsLimits) {
  EXPECT_TRUE(Parsed(std::string("k: ") + std::string(97, 'v'), {.bytes_max = 100}).root);
  EXPECT_TRUE(Parsed("[1, 2]", {.nodes_max = 3}).root);
  EXPECT_TRUE(Parsed("[[1]]", {.depth_max = 2}).root);
  EXPECT_TRUE(Parsed(std::string(32, '[') + "1" + std::string(32, ']')).root);
  EXPECT_FALSE(Parsed(std::string(33, '[') + "1" + std::string(33, ']')).root);
}

struct ScalarCase {
  std::string_view yaml;    // the scalar under name k
  std::string_view needle;  // in its value; where it starts is asked
  int line, column;
};

TEST(YamlTree, FindsAPlaceInsideAScalarOfAnyStyle) {
  ScalarCase const cases[] = {
      {"k: a && bad", "bad", 1, 9},
      {"k: 中文 && bad", "bad", 1, 10},
      {"k: a &&\n   bad || x", "bad", 2, 4},
      {"k: 'it''s' # no", "s", 1, 9},
      {"k: 'a == ''x'' && bad'", "bad", 1, 19},
      {"k: \"a == \\\"x\\\" && bad\"", "bad", 1, 19},
      {"k: \"\\u4e2d\\n\\t bad\"", "bad", 1, 16},
      {"k: \"a \\\n   bad\"", "bad", 2, 4},
      {"k: |\n  one\n  two bad\n", "bad", 3, 7},
      {"k: |2-\n  one\n    bad\n", "bad", 3, 5},
      {"k: >-   # folded\n  one\n  two\n\n  bad\n", "bad", 5, 3},
      {"k: &anchor a && bad", "bad", 1, 17},
      {"k: &anchor |\n  a\n  bad", "bad", 3, 3},
      {"k: a", "", 1, 4},
  };
  for (auto const& c : cases) {
    Parsed const parsed{std::string(c.yaml)};
    ASSERT_TRUE(parsed.root) << c.yaml;
    auto const& scalar = *parsed.root->find("k");
    auto const offset = scalar.text.find(c.needle);
    ASSERT_NE(offset, std::string::npos) << c.yaml << " is " << scalar.text;
    EXPECT_EQ(place_in_scalar(parsed.text, scalar, offset), (Place{c.line, c.column})) << c.yaml;
  }
}

RC_GTEST_PROP(YamlTree, NeverThrowsAndAlwaysExplains, ()) {
  static constexpr std::string_view pieces[] = {"a", ": ", "\n", "  ", "- ", "[",  "]",     "{",
                                                "}", ",",  "\"", "'",  "|",  ">",  "&x ",   "*x",
                                                "#", "\t", "!",  "%",  "? ", "中", "---\n", "..."};
  std::string yaml;
  for (auto const index :
       *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, std::size(pieces))))
    yaml += pieces[index];
  Parsed const parsed(yaml);
  RC_ASSERT(parsed.root || !parsed.findings.empty());
}

}  // namespace
}  // namespace redress::rules
