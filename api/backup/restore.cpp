#include "api/backup/restore.hpp"

#include "api/audit/verify_call.hpp"
#include "api/backup/erasures_copy.hpp"
#include "api/server/key_files.hpp"
#include "api/service/commit.hpp"
#include "api/service/office.hpp"
#include "storage/blobs/blob_inventory.hpp"
#include "storage/common/file.hpp"
#include "storage/sqlite/store_file.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

namespace fs = std::filesystem;
using boost::json::object;

constexpr std::string_view last_note_setting = "ledger.last_checkpoint";

Fault damaged(std::string_view what, std::string zh, std::string en) {
  return {FaultKind::ledger_broken,
          {"备份已损坏：" + std::move(zh), "the backup is damaged: " + std::move(en)},
          std::string(what)};
}

// A reason is words of a person, kept encrypted as all others are: without the key there is no way to keep it.
Fault reason_without_key() {
  return invalid_params(
      "--reason",
      "原因须用 personal.key 加密保存，而备份与 --keys 中都没有该密钥：请以 --keys 给出含 personal.key "
      "的文件夹，或不写原因先恢复（缺少的密钥放入文件夹之前，服务不会启动）",
      "a reason is kept encrypted under personal.key, which neither the backup nor --keys has: bring "
      "it with --keys, or restore without a reason (no server starts until the key is put into the "
      "folder)");
}

// The body of a note, whoever signed it.
Result<ledger::Checkpoint> body_of(std::string const& note) {
  return ledger::parse_checkpoint(std::string_view(note).substr(0, note.find("\n\n") + 1));
}

class Restoring {
 public:
  Restoring(RestoreOrder const& order, Clock const& clock, Ids& ids) : order_(order), clock_(clock), ids_(ids) {}

  Result<Restored> run() {
    auto manifest = read_manifest(order_.backup);
    if (!manifest) return manifest.error();
    restored_.manifest = std::move(*manifest);
    auto partial = begin_folder(order_.data_dir);
    if (!partial) return partial.error();
    folder_ = *partial;
    for (auto const step : {&Restoring::copy, &Restoring::prove, &Restoring::go_on})
      if (auto const done = (this->*step)(); !done) {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
        return done.error();
      }
    if (auto const named = finish_folder(folder_, order_.data_dir); !named) return named.error();
    return std::move(restored_);
  }

 private:
  Result<void> copy() {
    auto const sha256 = storage::copy_file_hashing(order_.backup / "redress.db", folder_ / "redress.db", 0600);
    if (!sha256) return sha256.error();
    if (*sha256 != restored_.manifest.database_sha256)
      return damaged("redress.db", "redress.db 与清单不符", "its redress.db is not the one it was made with");
    if (auto const copied = copy_blobs(order_.backup, folder_, order_.on_progress); !copied) return copied;
    if (auto const copied = copy_rulebooks(order_.backup, folder_); !copied) return copied;
    auto const listed = join_erasures({order_.backup, order_.keys, order_.erasures}, folder_);
    if (!listed) return listed.error();
    restored_.erasures = *listed;
    // Without it no word about a person can be read, and the store does not start.
    auto const kept_with_it = order_.backup / "keys" / "personal.key";
    if (!fs::exists(order_.keys / "personal.key") && fs::exists(kept_with_it))
      if (auto const copied = storage::copy_file_hashing(kept_with_it, folder_ / "personal.key", 0600); !copied)
        return copied.error();
    if (order_.keys.empty()) return {};
    for (auto const* name : key_files)
      if (fs::exists(order_.keys / name))
        if (auto const copied = storage::copy_file_hashing(order_.keys / name, folder_ / name, 0600); !copied)
          return copied.error();
    return {};
  }

  Result<void> prove() {
    auto store = storage::SqliteStore::open(folder_, {.check_last_entry = false, .words_may_stay_closed = true});
    if (!store) return store.error();
    if (!order_.reason.empty() && !fs::exists(folder_ / "personal.key")) return reason_without_key();
    VerifyOrder verify{.data_dir = folder_, .keys = verifiers_in(folder_), .on_progress = order_.on_progress};
    if (auto known = known_checkpoint(); !known)
      return known.error();
    else if (*known && (*known)->size <= static_cast<std::uint64_t>(restored_.manifest.entries))
      verify.checkpoint = order_.known_checkpoint;
    auto const report = verify_store(**store, verify);
    restored_.words_closed = report.words_closed;
    if (!report.ok()) {
      auto const& says = report.findings.front().says;
      return damaged(report.findings.front().what, says.zh, says.en);
    }
    auto const& told = restored_.manifest;
    if (report.root != told.root || report.entries != told.entries || report.blobs != told.blobs)
      return damaged("backup.json", "树根、条数或文件数与清单不符",
                     "its root, entries or files are not those it lists");
    return {};
  }

  Result<std::optional<ledger::Checkpoint>> known_checkpoint() const {
    if (!order_.known_checkpoint) return std::optional<ledger::Checkpoint>{};
    auto body = body_of(*order_.known_checkpoint);
    if (!body) return body.error();
    return std::optional(std::move(*body));
  }

  // The old name only for a ledger that is known to be whole, and by whoever has its key.
  Result<void> go_on() {
    auto const known = known_checkpoint().value();
    auto const entries = static_cast<std::uint64_t>(restored_.manifest.entries);
    if (known && known->size > entries) {
      restored_.because = "tail_lost";
      restored_.lost_entries = static_cast<std::int64_t>(known->size - entries);
    } else if (!known || known->size < entries) {
      restored_.because = "tail_unknown";
    } else if (!fs::exists(folder_ / "ledger.key")) {
      restored_.because = "key_missing";
    }
    if (restored_.because.empty()) {
      auto const keys = ledger_keys(folder_, ids_, clock_.now());
      if (!keys) return keys.error();
      restored_.origin = keys->signing.front().verifier().name();
      return {};
    }
    return begin_epoch(known);
  }

  Result<void> begin_epoch(std::optional<ledger::Checkpoint> const& known) {
    std::error_code error;
    fs::remove(folder_ / "ledger.key", error);
    auto const keys = ledger_keys(folder_, ids_, clock_.now());  // draws a new one, with a name nobody had
    if (!keys) return keys.error();
    restored_.origin = keys->signing.front().verifier().name();
    auto previous = known;
    if (!previous && restored_.manifest.checkpoint)
      if (auto const body = body_of(*restored_.manifest.checkpoint)) previous = *body;
    if (auto const forgot = storage::forget_setting(folder_, last_note_setting); !forgot) return forgot;
    auto store = storage::SqliteStore::open(folder_, {.words_may_stay_closed = true});
    if (!store) return store.error();
    return record_epoch(**store, previous);
  }

  Result<void> record_epoch(Store& store, std::optional<ledger::Checkpoint> const& previous) {
    object particulars{{"because", restored_.because},
                       {"origin", restored_.origin},
                       {"entries", restored_.manifest.entries},
                       {"root", restored_.manifest.root},
                       {"backup_made_at", format_rfc3339(restored_.manifest.made_at)}};
    if (previous)
      particulars.emplace(
          "previous",
          object{{"origin", previous->origin}, {"size", previous->size}, {"root", ledger::base64(previous->root)}});
    if (restored_.lost_entries) particulars.emplace("lost_entries", *restored_.lost_entries);
    OfficeNote note{.shop = {}, .event = "epoch_began", .params = std::move(particulars)};
    if (!order_.reason.empty()) note.personal.emplace_back("reason", order_.reason);
    Office const office{store, clock_, ids_};
    auto const record = office.draft(Actor{.id = "operator", .role = Role::admin}, {}, std::move(note));
    try {
      commit(store, [&](StoreWriter& writer) { writer.record_office(record); });
    } catch (FaultError const& why) {
      return why.fault();
    }
    return {};
  }

  RestoreOrder const& order_;
  Clock const& clock_;
  Ids& ids_;
  Restored restored_;
  fs::path folder_;
};

}  // namespace

Result<Restored> restore_backup(RestoreOrder const& order, Clock const& clock, Ids& ids) {
  return Restoring{order, clock, ids}.run();
}

object to_json(Restored const& restored) {
  object json{{"entries", restored.manifest.entries},
              {"cases", restored.manifest.cases},
              {"root", restored.manifest.root},
              {"made_at", format_rfc3339(restored.manifest.made_at)},
              {"origin", restored.origin},
              {"new_epoch", !restored.because.empty()}};
  if (!restored.because.empty()) json.emplace("because", restored.because);
  json.emplace("erasures", restored.erasures);
  if (restored.words_closed > 0) json.emplace("words_closed", restored.words_closed);
  if (restored.lost_entries) json.emplace("lost_entries", *restored.lost_entries);
  return json;
}

}  // namespace redress::api
