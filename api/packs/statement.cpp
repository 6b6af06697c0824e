#include "api/packs/statement.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace redress::packs {
namespace {

constexpr std::string_view head_title = "redress-case-head/1";
constexpr std::string_view seal_title = "redress-pack/1";

Fault misread(std::string_view title) {
  return {FaultKind::parse_error,
          {fmt::format("不是 {} 声明", title), fmt::format("this is no {} statement", title)},
          std::string(title)};
}

// Takes "label value\n" off the front; what is not there as expected makes the whole wrong.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::string_view take(std::string_view label) {
    auto const end = rest_.find('\n');
    auto const line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    bool const fits = end != std::string_view::npos && line.size() > label.size() + 1 && line.starts_with(label) &&
                      line[label.size()] == ' ';
    if (!fits) wrong_ = true;
    return fits ? line.substr(label.size() + 1) : std::string_view{};
  }

  void title(std::string_view wanted) {
    auto const end = rest_.find('\n');
    wrong_ = wrong_ || rest_.substr(0, end) != wanted;
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  }

  template <class Number>
  Number number(std::string_view label) {
    auto const text = take(label);
    Number value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || fmt::to_string(value) != text) wrong_ = true;
    return value;
  }

  std::string hex_digest(std::string_view label) {
    auto const text = take(label);
    if (!ledger::digest_from_hex(text)) wrong_ = true;
    return std::string(text);
  }

  TreeHead tree() {
    TreeHead head{.size = number<std::uint64_t>("size")};
    auto const root = ledger::digest_from_base64(take("root"));
    if (root)
      head.root = *root;
    else
      wrong_ = true;
    return head;
  }

  bool all_right() const { return !wrong_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool wrong_ = false;
};

std::string tree_text(TreeHead const& tree) {
  return fmt::format("size {}\nroot {}\n", tree.size, ledger::base64(tree.root));
}

}  // namespace

std::string to_text(CaseHead const& head) {
  return fmt::format("{}\ncase {}\nentries {}\nlast {}\n{}", head_title, head.case_id, head.entries, head.last_hash,
                     tree_text(head.tree));
}

std::string to_text(Seal const& seal) {
  return fmt::format("{}\ncase {}\ntagmanifest-sha256 {}\n{}", seal_title, seal.case_id, seal.tagmanifest_sha256,
                     tree_text(seal.tree));
}

Result<CaseHead> parse_case_head(std::string_view text) {
  Lines lines{text};
  lines.title(head_title);
  CaseHead head;
  head.case_id = lines.take("case");
  head.entries = lines.number<std::int64_t>("entries");
  head.last_hash = lines.hex_digest("last");
  head.tree = lines.tree();
  if (!lines.all_right() || head.entries < 1) return misread(head_title);
  return head;
}

Result<Seal> parse_seal(std::string_view text) {
  Lines lines{text};
  lines.title(seal_title);
  Seal seal;
  seal.case_id = lines.take("case");
  seal.tagmanifest_sha256 = lines.hex_digest("tagmanifest-sha256");
  seal.tree = lines.tree();
  if (!lines.all_right()) return misread(seal_title);
  return seal;
}

Result<std::string> open_note(std::string_view note, ledger::VerifierKey const& key) {
  auto parsed = ledger::parse_signed_note(note);
  if (!parsed) return parsed.error();
  if (auto const verified = ledger::verify_note(*parsed, key); !verified) return verified.error();
  return std::move(parsed->text);
}

}  // namespace redress::packs
