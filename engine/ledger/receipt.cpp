#include "engine/ledger/receipt.hpp"

#include "engine/base/strict_json.hpp"
#include "engine/ledger/receipt_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

namespace json = boost::json;

constexpr std::string_view format_name = "redress-receipt/1";

// Rulebooks travel whole, so their texts are longer than anything an RPC call may hold.
constexpr JsonLimits receipt_limits{.string_bytes = 4 << 20};

// Takes members off one object of a receipt; the first that is missing or misshapen is the Fault, the rest is ignored.
class Members {
 public:
  Members(json::value const& value, std::string path) : object_(value.if_object()), path_(std::move(path)) {
    if (!object_) refuse("", "应为对象", "should be an object");
  }

  std::string text(std::string_view name) {
    auto const* value = find(name);
    if (value && value->is_string()) return std::string(value->get_string());
    refuse(name, "应为文本", "should be text");
    return {};
  }
  std::uint64_t count(std::string_view name) {
    constexpr std::int64_t largest_safe = (std::int64_t{1} << 53) - 1;
    auto const* value = find(name);
    if (value && value->is_int64() && value->get_int64() >= 0 && value->get_int64() <= largest_safe)
      return static_cast<std::uint64_t>(value->get_int64());
    refuse(name, "应为 0 到 2^53-1 的整数", "should be an integer from 0 to 2^53-1");
    return 0;
  }
  json::array const& array(std::string_view name) {
    static json::array const none;
    auto const* value = find(name);
    if (value && value->is_array()) return value->get_array();
    refuse(name, "应为数组", "should be an array");
    return none;
  }
  json::value const& value(std::string_view name) {
    static json::value const none;
    auto const* found = find(name);
    return found ? *found : none;
  }
  void refuse(std::string_view name, std::string_view zh, std::string_view en) {
    if (fault_) return;
    auto const position = name.empty() ? path_ : path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
    fault_ = Fault{FaultKind::parse_error,
                   {fmt::format("不是回执：{} {}", position, zh), fmt::format("not a receipt: {} {}", position, en)},
                   position};
  }
  /// To be called last: what was not taken does not belong here.
  std::optional<Fault> finish() {
    if (object_ && !fault_)
      for (auto const& member : *object_) {
        std::string_view const name{member.key().data(), member.key().size()};
        if (std::ranges::find(taken_, name) == taken_.end()) refuse(name, "不属于回执", "does not belong in a receipt");
      }
    return fault_;
  }

 private:
  json::value const* find(std::string_view name) {
    taken_.push_back(name);
    return object_ ? object_->if_contains(name) : nullptr;
  }

  json::object const* object_;
  std::string path_;
  std::vector<std::string_view> taken_;
  std::optional<Fault> fault_;
};

std::optional<Fault> read_texts(json::array const& texts, std::vector<RulebookText>& into) {
  for (auto const& item : texts) {
    Members members{item, fmt::format("rulebook.texts[{}]", into.size())};
    RulebookText text{members.text("name"), members.text("text")};
    if (!is_sound(text)) members.refuse("", "名称为空或含零字节", "has no name or holds a zero byte");
    if (auto const fault = members.finish()) return fault;
    into.push_back(std::move(text));
  }
  return std::nullopt;
}

std::optional<Fault> read_rulebook(json::value const& value, ReceiptRulebook& into) {
  Members members{value, "rulebook"};
  into.name = members.text("name");
  into.digest = members.text("digest");
  auto const& texts = members.array("texts");
  if (auto const fault = members.finish()) return fault;
  return read_texts(texts, into.texts);
}

}  // namespace

json::object to_json(Receipt const& receipt) {
  json::array proof;
  for (auto const& hash : receipt.proof) proof.emplace_back(base64(hash));
  json::array texts;
  for (auto const& [name, text] : receipt.rulebook.texts) texts.push_back({{"name", name}, {"text", text}});
  return {{"format", format_name},
          {"entry", receipt.entry},
          {"index", receipt.index},
          {"size", receipt.size},
          {"proof", std::move(proof)},
          {"checkpoint", receipt.checkpoint},
          {"vkey", receipt.vkey},
          {"rulebook",
           {{"name", receipt.rulebook.name}, {"digest", receipt.rulebook.digest}, {"texts", std::move(texts)}}}};
}

Result<Receipt> parse_receipt(std::string_view text) {
  auto const value = parse_strict_json(text, receipt_limits);
  if (!value) return value.error();
  Members members{*value, ""};
  if (members.text("format") != format_name)
    members.refuse("format", "应为 redress-receipt/1", "should be redress-receipt/1");
  Receipt receipt;
  receipt.entry = members.text("entry");
  receipt.index = members.count("index");
  receipt.size = members.count("size");
  for (auto const& hash : members.array("proof")) {
    auto const digest =
        hash.is_string() ? digest_from_base64(std::string_view(hash.get_string())) : Result<Digest>{Fault{}};
    if (!digest)
      members.refuse(fmt::format("proof[{}]", receipt.proof.size()), "不是 32 字节的 base64",
                     "is not 32 bytes of base64");
    receipt.proof.push_back(digest.has_value() ? *digest : Digest{});
  }
  receipt.checkpoint = members.text("checkpoint");
  receipt.vkey = members.text("vkey");
  auto const& rulebook = members.value("rulebook");
  if (auto const fault = members.finish()) return *fault;
  if (auto const fault = read_rulebook(rulebook, receipt.rulebook)) return *fault;
  return receipt;
}

Result<Receipt> build_receipt(std::string entry, std::uint64_t index, NodeReader const& nodes, std::string checkpoint,
                              VerifierKey const& key, ReceiptRulebook rulebook) {
  auto const head = open_checkpoint(checkpoint, key);
  if (!head) return Fault{FaultKind::ledger_broken, head.error().says, head.error().position};
  if (index >= head->size)
    return Fault{FaultKind::ledger_broken,
                 {fmt::format("检查点只有 {} 条记录，不含第 {} 条", head->size, index),
                  fmt::format("the checkpoint has {} entries and not yet the one at {}", head->size, index)}};
  Receipt receipt{std::move(entry),      index,      head->size,         inclusion_proof(nodes, index, head->size),
                  std::move(checkpoint), key.text(), std::move(rulebook)};
  auto const report = check_receipt(receipt, key);
  if (auto const* wrong = report.first_wrong()) return Fault{FaultKind::ledger_broken, wrong->says};
  return receipt;
}

}  // namespace redress::ledger
