#include "api/packs/exhibit_check.hpp"

#include "api/service/answer.hpp"
#include "engine/base/strict_json.hpp"
#include "engine/ledger/commitment.hpp"

#include <map>
#include <set>

namespace redress::packs {
namespace {

constexpr std::string_view exhibits_path = "data/exhibits.json";
constexpr std::string_view exhibits_folder = "data/exhibits/";

using api::text_of;

// What the entries say of one item of evidence.
struct Named {
  std::string kind;
  std::string sha256;      // of a file
  std::string commitment;  // of a text
};

std::map<std::string, Named> named_in(std::vector<boost::json::object> const& entries) {
  std::map<std::string, Named> named;
  for (auto const& entry : entries)
    for (auto const& each : entry.at("evidence").as_array()) {
      auto const& item = each.as_object();
      named.emplace(text_of(item, "id"),
                    Named{text_of(item, "kind"), text_of(item, "sha256"), text_of(item, "commitment")});
    }
  return named;
}

class ExhibitCheck {
 public:
  ExhibitCheck(OpenedPack const& pack, std::vector<boost::json::object> const& entries)
      : pack_(pack), named_(named_in(entries)) {}

  ExhibitsChecked run() {
    auto const listed = pack_.files.find(exhibits_path);
    auto const parsed =
        listed == pack_.files.end() ? Result<boost::json::value>(Fault{}) : parse_strict_json(listed->second.bytes);
    auto const* json = parsed ? parsed->if_object() : nullptr;
    auto const* list = json ? json->if_contains("exhibits") : nullptr;
    if (!list || !list->is_array()) return wrong(exhibits_path, "不是证物清单", "this is no list of exhibits");
    for (auto const& each : list->get_array()) {
      if (!each.is_object()) return wrong(exhibits_path, "不是证物清单", "this is no list of exhibits");
      if (!check(each.get_object())) return std::move(checked_);
    }
    for (auto const& [id, item] : named_)
      if (!seen_.contains(id))
        return wrong(exhibits_path, "记录中的证据 " + id + " 不在包内",
                     "evidence " + id + " of the entries is not in the pack");
    for (auto const& [path, file] : pack_.files)
      if (path.starts_with(exhibits_folder) && !paths_.contains(path))
        return wrong(path, "没有任何记录提到该证物", "no entry names this exhibit");
    return std::move(checked_);
  }

 private:
  ExhibitsChecked wrong(std::string_view file, std::string zh, std::string en) {
    checked_.wrong = Says{std::move(zh), std::move(en)};
    checked_.file = file;
    return checked_;
  }

  bool check(boost::json::object const& exhibit) {
    auto const id = text_of(exhibit, "id");
    auto const named = named_.find(id);
    if (named == named_.end() || text_of(exhibit, "kind") != named->second.kind || !seen_.insert(id).second)
      return wrong(exhibits_path, "证物 " + id + " 与记录不符", "exhibit " + id + " is not as the entries name it"),
             false;
    ++checked_.exhibits;
    auto const path = text_of(exhibit, "path");
    if (path.empty()) {
      ++checked_.withheld;
      return true;
    }
    auto const file = pack_.files.find(path);
    if (file == pack_.files.end() || !path.starts_with(exhibits_folder) || !paths_.insert(path).second)
      return wrong(path, "缺少该证物", "this exhibit is missing"), false;
    bool const same = named->second.commitment.empty()
                          ? file->second.sha256 == named->second.sha256
                          : is_committed(text_of(exhibit, "salt"), named->second.commitment, file->second);
    if (!same) return wrong(path, "不是记录中的那份证据", "it is not the evidence that the entries name"), false;
    return true;
  }

  static bool is_committed(std::string const& salt, std::string const& commitment, PackedFile const& file) {
    auto const bytes = ledger::digest_from_hex(salt);
    return bytes && file.kept && ledger::commitment_holds(commitment, *bytes, file.bytes);
  }

  OpenedPack const& pack_;
  std::map<std::string, Named> named_;
  std::set<std::string> seen_;
  std::set<std::string> paths_;
  ExhibitsChecked checked_;
};

}  // namespace

ExhibitsChecked check_exhibits(OpenedPack const& pack, std::vector<boost::json::object> const& entries) {
  return ExhibitCheck{pack, entries}.run();
}

}  // namespace redress::packs
