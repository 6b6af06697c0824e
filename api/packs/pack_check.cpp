#include "api/packs/pack_check.hpp"

#include "api/packs/bag.hpp"
#include "api/packs/exhibit_check.hpp"
#include "api/packs/statement.hpp"
#include "engine/base/strict_json.hpp"
#include "engine/ledger/receipt.hpp"

#include <fmt/format.h>

#include <set>

namespace redress::packs {
namespace {

using ledger::StepOutcome;

constexpr std::string_view receipts_folder = "data/receipts/";

// What is wrong, and with which file.
struct Wrong {
  std::string file;
  std::string zh;
  std::string en;
};
using Finding = std::optional<Wrong>;

Wrong wrong(std::string_view file, Fault const& fault) { return {std::string(file), fault.says.zh, fault.says.en}; }

class Check {
 public:
  Check(OpenedPack const& pack, std::optional<ledger::VerifierKey> const& pinned) : pack_(pack), pinned_(pinned) {}

  PackReport run() {
    report_.pinned = pinned_.has_value();
    done(PackStep::archive, {}, "ZIP 可以完整读出，只有一个文件夹", "the ZIP reads whole and is one folder");
    step(PackStep::bag, &Check::bag, "是 BagIt 1.0 的包，大小相符", "it is a bag of BagIt 1.0, of the size it says");
    step(PackStep::manifest, &Check::manifest, "data/ 下每个文件与清单一致，不多不少",
         "every file under data/ is as its manifest says, none missing, none extra");
    step(PackStep::tagmanifest, &Check::tagmanifest, "其余文件与清单一致", "the files beside data/ are as listed");
    step(PackStep::key, &Check::key, pinned_ ? "公钥与您给出的一致" : "使用包内自带的公钥；未与别处得到的公钥核对",
         pinned_ ? "the key is the one you gave" : "the pack's own key is used; it was not compared with one you know");
    step(PackStep::seal, &Check::seal, "清单由该公钥签名", "the manifests are signed by that key");
    step(PackStep::checkpoint, &Check::checkpoint, "检查点由该公钥签名", "the checkpoint is signed by that key");
    step(PackStep::receipts, &Check::receipts, "每条记录都有自己的包含证明，规则手册原文相符",
         "every entry has a proof of its own in that checkpoint, and its rulebook's text");
    step(PackStep::trail, &Check::trail, "轨迹从 0 到末条连续，逐条衔接",
         "the trail runs from 0 to its end, each entry following the one before");
    step(PackStep::head, &Check::head, "签名声明的末条记录与条数相符",
         "the signed case head names this last entry and this number");
    step(PackStep::exhibits, &Check::exhibits, "证物与记录中的哈希一致，不多不少",
         "the exhibits are the bytes that the entries name, none missing, none extra");
    step(PackStep::story, &Check::story, "案件摘要与轨迹末尾一致", "the summary says what the trail ends in");
    return std::move(report_);
  }

 private:
  void done(PackStep step, Finding const& finding, std::string zh, std::string en) {
    if (finding)
      report_.steps.push_back({step, StepOutcome::wrong, {finding->zh, finding->en}, finding->file});
    else
      report_.steps.push_back({step, StepOutcome::ok, {std::move(zh), std::move(en)}});
  }

  // Later steps rest on the earlier ones, so the first wrong one ends it.
  void step(PackStep which, Finding (Check::*look)(), std::string zh, std::string en) {
    if (report_.first_wrong()) {
      report_.steps.push_back({.step = which, .says = {"未核对", "not checked"}});
      return;
    }
    done(which, (this->*look)(), std::move(zh), std::move(en));
  }

  std::string const* bytes(std::string_view path) const {
    auto const found = pack_.files.find(path);
    return found != pack_.files.end() && found->second.kept ? &found->second.bytes : nullptr;
  }

  static Wrong absent(std::string_view path) { return {std::string(path), "缺少该文件", "this file is missing"}; }

  Finding bag() {
    auto const* bagit = bytes(bagit_path);
    if (!bagit) return absent(bagit_path);
    if (*bagit != bagit_text) return Wrong{std::string(bagit_path), "不是 BagIt 1.0", "this is not BagIt 1.0"};
    auto const* info = bytes(bag_info_path);
    if (!info) return absent(bag_info_path);
    report_.case_id = bag_info_value(*info, "External-Identifier");
    std::int64_t size = 0;
    std::size_t files = 0;
    for (auto const& [path, file] : pack_.files)
      if (path.starts_with(payload_folder)) {
        size += file.size_bytes;
        ++files;
      }
    if (bag_info_value(*info, "Payload-Oxum") != payload_oxum(size, files))
      return Wrong{std::string(bag_info_path), "Payload-Oxum 与实际不符",
                   "its Payload-Oxum is not that of the payload"};
    return {};
  }

  Finding agrees(std::string_view name, auto const& covers) {
    auto const* text = bytes(name);
    if (!text) return absent(name);
    auto const lines = parse_manifest(*text);
    if (!lines) return wrong(name, lines.error());
    std::set<std::string_view> listed;
    for (auto const& line : *lines) {
      if (!covers(line.path)) return Wrong{line.path, "不该列在此清单", "this manifest must not list it"};
      auto const found = pack_.files.find(line.path);
      if (found == pack_.files.end()) return absent(line.path);
      if (found->second.sha256 != line.sha256)
        return Wrong{line.path, "内容已变：与清单中的 SHA-256 不符",
                     "it was changed: it does not hash to what the manifest says"};
      listed.insert(line.path);
    }
    for (auto const& [path, file] : pack_.files)
      if (covers(path) && !listed.contains(path))
        return Wrong{path, "多出的文件：清单中没有", "an extra file: no manifest lists it"};
    return {};
  }

  Finding manifest() {
    return agrees(manifest_path, [](std::string_view path) { return path.starts_with(payload_folder); });
  }

  Finding tagmanifest() {
    return agrees(tagmanifest_path, [](std::string_view path) {
      return !path.starts_with(payload_folder) && path != tagmanifest_path && path != seal_path;
    });
  }

  Finding key() {
    for (auto const& [path, file] : pack_.files) {
      if (!path.starts_with(receipts_folder)) continue;
      auto const receipt = ledger::parse_receipt(file.bytes);
      if (!receipt) return wrong(path, receipt.error());
      receipts_.emplace_back(path, *receipt);
      if (receipt->vkey != receipts_.front().second.vkey)
        return Wrong{path, "公钥与其他回执不同", "its key is not that of the other receipts"};
    }
    if (receipts_.empty()) return Wrong{std::string(receipts_folder), "没有回执", "there are no receipts"};
    report_.vkey = receipts_.front().second.vkey;
    auto const parsed = ledger::VerifierKey::parse(report_.vkey);
    if (!parsed) return wrong(receipts_.front().first, parsed.error());
    if (pinned_ && !(*pinned_ == *parsed))
      return Wrong{receipts_.front().first, "公钥不是您给出的那一个", "the key is not the one you gave"};
    key_ = *parsed;
    return {};
  }

  Finding seal() {
    auto const* note = bytes(seal_path);
    if (!note) return absent(seal_path);
    auto const text = open_note(*note, *key_);
    if (!text) return wrong(seal_path, text.error());
    auto const seal = parse_seal(*text);
    if (!seal) return wrong(seal_path, seal.error());
    if (seal->tagmanifest_sha256 != pack_.files.find(tagmanifest_path)->second.sha256)
      return Wrong{std::string(tagmanifest_path), "不是签名所指的清单", "this is not the manifest that was signed"};
    if (seal->case_id != report_.case_id)
      return Wrong{std::string(seal_path), "签名所指的是另一案件", "the seal is that of another case"};
    tree_ = seal->tree;
    return {};
  }

  Finding checkpoint() {
    constexpr std::string_view path = "data/checkpoint.txt";
    auto const* note = bytes(path);
    if (!note) return absent(path);
    auto const opened = ledger::open_checkpoint(*note, *key_);
    if (!opened) return wrong(path, opened.error());
    if (!(TreeHead{opened->size, opened->root} == tree_))
      return Wrong{std::string(path), "与封签所指的总账不同", "it is another tree than the seal names"};
    return {};
  }

  Finding receipts() {
    auto const* note = bytes("data/checkpoint.txt");
    for (auto const& [path, receipt] : receipts_) {
      if (receipt.checkpoint != *note) return Wrong{path, "检查点与其他回执不同", "its checkpoint is not the pack's"};
      auto const checked = ledger::check_receipt(receipt, key_);
      if (auto const* first = checked.first_wrong()) return Wrong{path, first->says.zh, first->says.en};
      hashes_.push_back(checked.hash);
      entries_.push_back(boost::json::parse(receipt.entry).as_object());
    }
    return {};
  }

  Finding trail() {
    constexpr std::string_view path = "data/trail.ndjson";
    auto const* text = bytes(path);
    if (!text) return absent(path);
    std::string lines;
    std::string state;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      auto const& [file, receipt] = receipts_[i];
      auto const& entry = entries_[i];
      lines += receipt.entry + "\n";
      auto const member = [&](std::string_view name) { return std::string(entry.at(name).as_string()); };
      if (member("case_id") != report_.case_id)
        return Wrong{file, "是另一案件的记录", "it is an entry of another case"};
      if (entry.at("case_seq").to_number<std::int64_t>() != static_cast<std::int64_t>(i))
        return Wrong{file, fmt::format("缺少本案第 {} 条记录", i), fmt::format("entry {} of the case is missing", i)};
      if (member("prev_hash") != (i == 0 ? std::string{} : hashes_[i - 1]))
        return Wrong{file, "与上一条记录不衔接", "it does not follow the entry before"};
      if (i > 0 && member("from") != state)
        return Wrong{file, "起始状态与上一条不符", "it starts from another state than the last one ended in"};
      if (member("outcome") == "refused" && member("from") != member("to"))
        return Wrong{file, "被拒绝却改变了状态", "refused, and yet the state changed"};
      state = member("to");
    }
    if (lines != *text) return Wrong{std::string(path), "与回执中的记录不同", "it is not what the receipts hold"};
    report_.entries = static_cast<std::int64_t>(entries_.size());
    return {};
  }

  Finding head() {
    constexpr std::string_view path = "data/case-head.txt";
    auto const* note = bytes(path);
    if (!note) return absent(path);
    auto const text = open_note(*note, *key_);
    if (!text) return wrong(path, text.error());
    auto const head = parse_case_head(*text);
    if (!head) return wrong(path, head.error());
    if (head->case_id != report_.case_id || !(head->tree == tree_))
      return Wrong{std::string(path), "不是本案或本总账的声明", "it speaks of another case or tree"};
    if (head->entries != report_.entries || head->last_hash != hashes_.back())
      return Wrong{std::string(path), fmt::format("声明有 {} 条记录，包内有 {} 条", head->entries, report_.entries),
                   fmt::format("it says {} entries, the pack has {}", head->entries, report_.entries)};
    return {};
  }

  Finding exhibits() {
    auto checked = check_exhibits(pack_, entries_);
    report_.exhibits = checked.exhibits;
    report_.withheld = checked.withheld;
    if (!checked.wrong) return {};
    return Wrong{checked.file, checked.wrong->zh, checked.wrong->en};
  }

  Finding story() {
    constexpr std::string_view path = "data/case.json";
    auto const* text = bytes(path);
    if (!text) return absent(path);
    auto const parsed = parse_strict_json(*text);
    auto const* json = parsed ? parsed->if_object() : nullptr;
    auto const* case_ = json ? json->if_contains("case") : nullptr;
    if (!case_ || !case_->is_object()) return Wrong{std::string(path), "不是案件摘要", "this is no summary of a case"};
    auto const* id = case_->get_object().if_contains("id");
    auto const* state = case_->get_object().if_contains("state");
    auto const* entries = json->if_contains("entries");
    if (!id || *id != boost::json::value(report_.case_id) || !entries || *entries != report_.entries || !state ||
        *state != entries_.back().at("to"))
      return Wrong{std::string(path), "与轨迹末尾不符", "it does not say what the trail ends in"};
    return {};
  }

  OpenedPack const& pack_;
  std::optional<ledger::VerifierKey> const& pinned_;
  PackReport report_;
  std::vector<std::pair<std::string, ledger::Receipt>> receipts_;  // in the order of their files
  std::vector<boost::json::object> entries_;
  std::vector<std::string> hashes_;
  std::optional<ledger::VerifierKey> key_;
  TreeHead tree_;
};

}  // namespace

PackReport check_pack(OpenedPack const& pack, std::optional<ledger::VerifierKey> const& pinned) {
  return Check{pack, pinned}.run();
}

}  // namespace redress::packs
