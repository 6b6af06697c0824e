#include "workflows/rulebook_loader/yaml_tree.hpp"

#include "engine/base/utf8.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace redress::rules {
namespace {

// Leaves the parser early; caught in parse_yaml, never seen outside.
struct GivenUp {
  Place place;
  Says says;
};

// yaml-cpp's own tree keeps duplicate names, has no limits and forgets columns; its events are all that is used here.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(FileCheck& check, YamlLimits const& limits) : check_(check), limits_(limits) {}

  void OnDocumentStart(YAML::Mark const& mark) override {
    if (++documents_ > 1)
      throw GivenUp{place(mark), {"一个文件只能有一个 YAML 文档", "a file holds one YAML document"}};
  }
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    take(made(YamlNode::Kind::null, mark), anchor);
  }
  void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    auto const known = anchored_.find(anchor);
    if (known == anchored_.end())
      throw GivenUp{place(mark), {"别名不能引用自身所在的节点", "an alias cannot stand inside what it names"}};
    count(place(mark), known->second.nodes);
    take(known->second.node, 0);
  }
  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& value) override {
    refuse_tag(mark, tag);
    auto node = made(YamlNode::Kind::scalar, mark);
    node.text = value;
    node.plain = tag == "?";
    take(std::move(node), anchor);
  }
  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

  std::optional<YamlNode> take_root() { return std::move(root_); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor;
    std::size_t nodes_before;
    std::set<std::string> names = {};
    std::optional<YamlNode> name = {};  // of the member whose value comes next
  };
  struct Anchored {
    YamlNode node;
    std::size_t nodes;
  };

  std::size_t offset(YAML::Mark const& mark) const { return check_.source().offset_of(mark.line, mark.column); }
  Place place(YAML::Mark const& mark) const { return check_.source().place_of(offset(mark)); }

  void count(Place at, std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > limits_.nodes_max)
      throw GivenUp{at,
                    {fmt::format("节点（别名展开后）超过 {} 个", limits_.nodes_max),
                     fmt::format("more than {} nodes, with every alias written out", limits_.nodes_max)}};
  }

  YamlNode made(YamlNode::Kind kind, YAML::Mark const& mark) {
    count(place(mark), 1);
    return {.kind = kind, .offset = offset(mark), .place = place(mark)};
  }

  void refuse_tag(YAML::Mark const& mark, std::string const& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    check_.add(place(mark), "不使用 YAML 标签", "YAML tags are not used here");
  }

  void open(YamlNode::Kind kind, YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor) {
    refuse_tag(mark, tag);
    if (open_.size() >= limits_.depth_max)
      throw GivenUp{place(mark),
                    {fmt::format("嵌套超过 {} 层", limits_.depth_max),
                     fmt::format("nested more than {} deep", limits_.depth_max)}};
    auto const before = nodes_;
    open_.push_back({made(kind, mark), anchor, before});
  }

  void close() {
    auto closed = std::move(open_.back());
    open_.pop_back();
    if (closed.anchor) anchored_.insert_or_assign(closed.anchor, Anchored{closed.node, nodes_ - closed.nodes_before});
    take(std::move(closed.node), 0);
  }

  void take(YamlNode node, YAML::anchor_t anchor) {
    if (anchor) anchored_.insert_or_assign(anchor, Anchored{node, 1});
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (auto& parent = open_.back(); parent.node.kind == YamlNode::Kind::sequence) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.name) {
      parent.name = std::move(node);
    } else {
      add_member(parent, std::move(node));
    }
  }

  void add_member(Open& parent, YamlNode value) {
    auto const name = std::move(*parent.name);
    parent.name.reset();
    if (value.kind == YamlNode::Kind::null) {
      value.offset = name.offset;
      value.place = name.place;
    }
    if (name.kind != YamlNode::Kind::scalar)
      check_.add(name.place, "成员名必须是文本", "a member's name must be a text");
    else if (!parent.names.insert(name.text).second)
      check_.add(name.place, fmt::format("成员“{}”重复", name.text),
                 fmt::format("member \"{}\" is given twice", name.text));
    else
      parent.node.members.push_back({name.text, name.place, std::move(value)});
  }

  FileCheck& check_;
  YamlLimits const& limits_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
  std::optional<YamlNode> root_;
};

// Its own sentences say what they miss in English only, so the Chinese one names the kind of trouble.
Says in_both_languages(YAML::Exception const& wrong) {
  return {fmt::format("不是合法的 YAML：{}", wrong.msg), fmt::format("not valid YAML: {}", wrong.msg)};
}

}  // namespace

YamlNode const* YamlNode::find(std::string_view name) const {
  auto const at = std::ranges::find(members, name, &YamlMember::name);
  return at == members.end() ? nullptr : &at->value;
}

std::optional<YamlNode> parse_yaml(FileCheck& check, YamlLimits const& limits) {
  auto const text = check.source().text();
  if (text.size() > limits.bytes_max) {
    check.add({}, fmt::format("文件超过 {} 字节", limits.bytes_max),
              fmt::format("the file has more than {} bytes", limits.bytes_max));
    return std::nullopt;
  }
  if (!is_utf8(text)) {
    check.add({}, "文件不是合法的 UTF-8", "the file is not well-formed UTF-8");
    return std::nullopt;
  }
  if (auto const zero = text.find('\0'); zero != std::string_view::npos) {
    check.add(check.source().place_of(zero), "文件含有零字节", "the file contains a zero byte");
    return std::nullopt;
  }
  TreeBuilder builder(check, limits);
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) continue;
  } catch (GivenUp const& given_up) {
    check.add(given_up.place, given_up.says);
    return std::nullopt;
  } catch (YAML::Exception const& wrong) {
    check.add(check.source().place_of(check.source().offset_of(wrong.mark.line, wrong.mark.column)),
              in_both_languages(wrong));
    return std::nullopt;
  }
  auto root = builder.take_root();
  if (!root) check.add({}, "文件是空的", "the file is empty");
  return root;
}

}  // namespace redress::rules
