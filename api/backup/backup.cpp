#include "api/backup/backup.hpp"

#include "api/backup/erasures_copy.hpp"
#include "engine/base/strict_json.hpp"
#include "engine/cases/persons.hpp"
#include "storage/blobs/blob_inventory.hpp"
#include "storage/common/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace redress::api {
namespace {

namespace fs = std::filesystem;
using boost::json::object;

constexpr std::string_view format_name = "redress-backup/1";
constexpr char const* manifest_name = "backup.json";
constexpr std::string_view last_note_setting = "ledger.last_checkpoint";
constexpr int copies_max = 3;

Fault unsound(audit::Finding const& finding) {
  return {FaultKind::ledger_broken,
          {"校验不通过：" + finding.says.zh, "it does not verify: " + finding.says.en},
          finding.table.empty() ? finding.entry_id : fmt::format("{}.{}", finding.table, finding.row)};
}

Fault no_manifest(fs::path const& folder, std::string_view zh, std::string_view en, FaultKind kind) {
  return {kind, {fmt::format("{}：{}", folder.string(), zh), fmt::format("{}: {}", folder.string(), en)}};
}

std::string text_in(object const& json, std::string_view name) { return std::string(audit::text_in(json, name)); }

std::int64_t number_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_int64() ? found->get_int64() : -1;
}

// Left without keep(), what was begun goes away.
class Begun {
 public:
  explicit Begun(fs::path folder) : folder_(std::move(folder)) {}
  ~Begun() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(folder_, ignored);
  }
  Begun(Begun const&) = delete;
  Begun& operator=(Begun const&) = delete;
  void keep() { kept_ = true; }

 private:
  fs::path folder_;
  bool kept_ = false;
};

Result<void> copy_database(storage::SqliteStore& store, fs::path const& to, VerifyProgress const& on_progress) {
  auto const file = to / "redress.db";
  if (auto const made = storage::make_private_file(file); !made) return made;
  try {
    store.copy_to(file, [&](std::int64_t done, std::int64_t total) {
      if (on_progress) on_progress("pages", done, total);
    });
  } catch (FaultError const& why) {
    return why.fault();
  }
  return {};
}

// Of a file that the copied database names and that is not there: whether it was removed with a person who was
// forgotten after the database was copied. Then the store is sound, and the copy alone is of no moment at all.
bool went_with_a_person(storage::SqliteStore& store, std::string const& sha256) {
  bool needed = true;
  store.read([&](StoreReader& reader) {
    auto* persons = persons_of(reader);
    needed = !persons || persons->file_is_needed(sha256);
  });
  return !needed;
}

Fault people_are_being_erased() {
  return {FaultKind::internal,
          {fmt::format("复制期间一直有人被抹除（已试 {} 次），请稍后再备份", copies_max),
           fmt::format("persons were erased while it was copied, {} times in a row; make the backup a little later",
                       copies_max)}};
}

// The copy itself is what is verified, opened as a restore would open it. `missing` is the file it was found to lack.
Result<VerifyReport> verify_copy(fs::path const& folder, fs::path const& keys_dir, BackupManifest& manifest,
                                 VerifyProgress const& on_progress, std::string& missing) {
  VerifyReport report;
  {
    auto copy = storage::SqliteStore::open(folder, {.check_last_entry = false, .keys_dir = keys_dir});
    if (!copy) return copy.error();
    report = verify_store(**copy, {.data_dir = folder, .on_progress = on_progress});
    (*copy)->read([&](StoreReader& reader) { manifest.checkpoint = reader.setting(last_note_setting); });
  }
  std::error_code ignored;
  fs::remove(folder / "redress.lock", ignored);
  if (report.ok()) return report;
  auto const& first = report.findings.front();
  if (first.what == "blob_missing") missing = first.blob;
  return unsound(first);
}

Result<void> copy_keys(fs::path const& from, fs::path const& to) {
  if (auto const made = storage::make_private_folder(to); !made) return made;
  for (auto const* name : key_files)
    if (fs::exists(from / name))
      if (auto const copied = storage::copy_file_hashing(from / name, to / name, 0600); !copied) return copied.error();
  return storage::sync_folder(to);
}

Result<void> write_manifest(fs::path const& folder, BackupManifest const& manifest) {
  auto const file = folder / manifest_name;
  auto const text = boost::json::serialize(to_json(manifest)) + "\n";
  int const descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return storage::file_fault("无法建立文件", "cannot make the file", file, errno);
  bool const written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  int const error = errno;
  ::close(descriptor);
  if (!written) return storage::file_fault("无法写入文件", "cannot write the file", file, error);
  return {};
}

}  // namespace

object to_json(BackupManifest const& manifest) {
  object json{{"format", format_name},
              {"made_at", format_rfc3339(manifest.made_at)},
              {"entries", manifest.entries},
              {"cases", manifest.cases},
              {"root", manifest.root},
              {"database", object{{"sha256", manifest.database_sha256}, {"bytes", manifest.database_bytes}}},
              {"blobs", manifest.blobs},
              {"blob_bytes", manifest.blob_bytes}};
  if (manifest.checkpoint) json.emplace("checkpoint", *manifest.checkpoint);
  return json;
}

Result<BackupManifest> read_manifest(fs::path const& folder) {
  std::ifstream in{folder / manifest_name};
  auto const named = folder.filename().empty() ? folder.parent_path() : folder;  // "monday/" is "monday"
  if (!in || named.extension() == ".partial")
    return no_manifest(folder, "不是完整的备份（没有 backup.json）", "is no whole backup (there is no backup.json)",
                       FaultKind::not_found);
  std::string text(std::istreambuf_iterator<char>(in), {});
  auto const json = parse_strict_json(text);
  auto const* members = json ? json->if_object() : nullptr;
  auto const* database = members && members->contains("database") ? members->at("database").if_object() : nullptr;
  auto const made_at = members ? parse_rfc3339(text_in(*members, "made_at"))
                               : Result<Instant>(invalid_params({}, "须为时间", "must be a time"));
  if (!database || text_in(*members, "format") != format_name || !made_at || number_in(*members, "entries") < 0)
    return no_manifest(folder, "backup.json 不是备份清单", "its backup.json is no list of a backup",
                       FaultKind::parse_error);
  BackupManifest manifest{.made_at = *made_at,
                          .entries = number_in(*members, "entries"),
                          .cases = number_in(*members, "cases"),
                          .root = text_in(*members, "root"),
                          .database_sha256 = text_in(*database, "sha256"),
                          .database_bytes = number_in(*database, "bytes"),
                          .blobs = number_in(*members, "blobs"),
                          .blob_bytes = number_in(*members, "blob_bytes")};
  if (members->contains("checkpoint")) manifest.checkpoint = text_in(*members, "checkpoint");
  return manifest;
}

Result<fs::path> begin_folder(fs::path const& folder) {
  std::error_code error;
  if (fs::exists(folder, error))
    return invalid_params(folder.string(), "该位置已有文件或文件夹", "there is something at that place already");
  fs::path const partial = folder.string() + ".partial";
  fs::remove_all(partial, error);
  if (error) return storage::file_fault("无法清理目录", "cannot clear the folder", partial, error.value());
  if (auto const made = storage::make_private_folder(partial); !made) return made.error();
  return partial;
}

Result<void> finish_folder(fs::path const& partial, fs::path const& folder) {
  if (auto const durable = storage::sync_folder(partial); !durable) return durable;
  if (::rename(partial.c_str(), folder.c_str()) != 0)
    return storage::file_fault("无法改名", "cannot rename", partial, errno);
  auto const parent = folder.parent_path();
  return storage::sync_folder(parent.empty() ? fs::path(".") : parent);
}

Result<void> copy_blobs(fs::path const& from, fs::path const& to, VerifyProgress const& on_progress) {
  auto const files = storage::blob_files(from);
  if (!files) return files.error();
  std::int64_t done = 0;
  for (auto const& file : *files) {
    auto const place = to / "blobs" / file.path.lexically_relative(from / "blobs");
    if (auto const made = storage::make_private_folder(place.parent_path()); !made) return made;
    auto const sha256 = storage::copy_file_hashing(file.path, place, 0400);
    if (!sha256 && !fs::exists(file.path)) continue;  // it went with a person since the list was made
    if (!sha256) return sha256.error();
    if (*sha256 != file.name)
      return Fault{FaultKind::ledger_broken,
                   {fmt::format("文件 {} 的内容与名称不符", file.name),
                    fmt::format("the file {} does not hold the bytes it is named by", file.name)},
                   file.name};
    if (auto const durable = storage::sync_folder(place.parent_path()); !durable) return durable;
    if (on_progress) on_progress("blobs", ++done, std::ssize(*files));
  }
  return {};
}

Result<void> copy_rulebooks(fs::path const& from, fs::path const& to) {
  std::error_code error;
  auto const folder = from / "rulebooks";
  if (!fs::is_directory(folder, error) || fs::is_empty(folder, error)) return {};
  if (auto const made = storage::make_private_folder(to / "rulebooks"); !made) return made.error();
  for (auto const& file : fs::directory_iterator(folder, error))
    if (file.path().extension() == ".yaml")
      if (auto const copied = storage::copy_file_hashing(file.path(), to / "rulebooks" / file.path().filename(), 0600);
          !copied)
        return copied.error();
  return storage::sync_folder(to / "rulebooks");
}

namespace {

// One copy: the store of one moment, then its files. `missing` is a file that was gone by then.
Result<BackupManifest> copy_once(storage::SqliteStore& store, BackupOrder const& order, std::string& missing) {
  auto const partial = begin_folder(order.folder);
  if (!partial) return partial.error();
  Begun begun{*partial};
  BackupManifest manifest{.made_at = order.now};
  if (auto const copied = copy_database(store, *partial, order.on_progress); !copied) return copied.error();
  if (auto const copied = copy_blobs(order.data_dir, *partial, order.on_progress); !copied) return copied.error();
  if (auto const copied = copy_rulebooks(order.data_dir, *partial); !copied) return copied.error();
  if (auto const listed = join_erasures({order.data_dir}, *partial); !listed) return listed.error();
  auto const report = verify_copy(*partial, order.data_dir, manifest, order.on_progress, missing);
  if (!report) return report.error();
  manifest.entries = report->entries;
  manifest.cases = report->cases;
  manifest.root = report->root;
  manifest.blobs = report->blobs;
  manifest.blob_bytes = report->blob_bytes;
  auto const sha256 = storage::sha256_of_file(*partial / "redress.db");
  if (!sha256) return sha256.error();
  manifest.database_sha256 = *sha256;
  std::error_code error;
  manifest.database_bytes = static_cast<std::int64_t>(fs::file_size(*partial / "redress.db", error));
  if (order.with_keys)
    if (auto const copied = copy_keys(order.data_dir, *partial / "keys"); !copied) return copied.error();
  if (auto const written = write_manifest(*partial, manifest); !written) return written.error();
  if (auto const named = finish_folder(*partial, order.folder); !named) return named.error();
  begun.keep();
  return manifest;
}

}  // namespace

Result<BackupManifest> make_backup(storage::SqliteStore& store, BackupOrder const& order) {
  for (int copies = 1;; ++copies) {
    std::string missing;
    auto manifest = copy_once(store, order, missing);
    if (manifest || missing.empty() || !went_with_a_person(store, missing)) return manifest;
    if (copies == copies_max) return people_are_being_erased();
  }
}

}  // namespace redress::api
