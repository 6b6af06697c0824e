#include "tests/simulation/sim_disk.hpp"

#include <algorithm>
#include <cstring>

namespace redress::simulation {
namespace {

constexpr std::int64_t sector_bytes = 512;

std::uint64_t sum_of(void const* bytes, std::int64_t size) {
  return std::hash<std::string_view>{}({static_cast<char const*>(bytes), static_cast<std::size_t>(size)});
}

std::string_view short_name(std::string const& name) {
  auto const slash = name.rfind('/');
  return std::string_view(name).substr(slash == std::string::npos ? 0 : slash + 1);
}

// The pieces of a write that reach the platter or not by themselves.
std::vector<SimFile::Change> sectors_of(SimFile::Change const& change) {
  if (change.cuts) return {change};
  std::vector<SimFile::Change> pieces;
  auto const end = change.at + std::ssize(change.bytes);
  for (auto at = change.at; at < end;) {
    auto const next = std::min(end, (at / sector_bytes + 1) * sector_bytes);
    auto const from = static_cast<std::size_t>(at - change.at);
    pieces.push_back({at, change.bytes.substr(from, static_cast<std::size_t>(next - at))});
    at = next;
  }
  return pieces;
}

// SQLite's head of a write-ahead log stands in its first 32 bytes.
constexpr std::int64_t log_head_bytes = 32;

bool is_log_head_alone(SimFile const& file) {
  return file.kind == FileKind::log && std::ranges::all_of(file.unsynced, [](SimFile::Change const& each) {
           return !each.cuts && each.at + std::ssize(each.bytes) <= log_head_bytes;
         });
}

}  // namespace

std::shared_ptr<SimFile> SimDisk::open(std::string const& name, FileKind kind, bool create) {
  if (ended_) return nullptr;
  if (kind == FileKind::main) main_was_opened_ = true;
  if (auto const found = names_.find(name); found != names_.end()) return found->second;
  if (!create) return nullptr;
  auto file = std::make_shared<SimFile>();
  file->name = name;
  file->kind = kind;
  note_folder_change(name, file);
  // The main file is made by the store itself, with a sync of its folder, before SQLite opens it.
  if (kind == FileKind::main) sync_folder();
  if (!looked_on_) trace_.note("disk make {}", short_name(name));
  return file;
}

void SimDisk::note_folder_change(std::string name, std::shared_ptr<SimFile> file) {
  if (file)
    names_[name] = file;
  else
    names_.erase(name);
  folder_changes_.push_back({std::move(name), std::move(file)});
}

void SimDisk::sync_folder() {
  durable_names_ = names_;
  folder_changes_.clear();
}

DiskAnswer SimDisk::remove(std::string const& name, bool sync) {
  if (ended_) return DiskAnswer::failed;
  note_folder_change(name, nullptr);
  if (sync) sync_folder();
  if (!looked_on_) trace_.note("disk remove {}", short_name(name));
  return DiskAnswer::done;
}

bool SimDisk::meets(ArmedFault const& fault, DiskCall call, SimFile const& file) {
  constexpr int calls_of_first_commit = 4;
  if (fault.call != call || (fault.kind && *fault.kind != file.kind)) return false;
  return !fault.as_log_begins || (file.kind == FileKind::log && file.calls_since_head <= calls_of_first_commit);
}

// The first armed fault whose turn it is; every one of this call comes a step closer.
std::optional<ArmedFault> SimDisk::due(DiskCall call, SimFile const& file) {
  if (looked_on_) return std::nullopt;
  ++calls_;
  std::optional<ArmedFault> fault;
  for (auto& each : armed_)
    if (meets(each, call, file) && --each.after == 0 && !fault) fault = each;
  std::erase_if(armed_, [](ArmedFault const& each) { return each.after <= 0; });
  return fault;
}

void SimDisk::count_end(ArmedFault const& fault, DiskCall call, SimFile const& file) {
  using What = ArmedFault::What;
  bool const sync = call == DiskCall::sync;
  if (!fault.power)
    faults_.add(sync ? Trouble::kill_at_sync : Trouble::kill_at_write);
  else if (fault.what == What::end_before)
    faults_.add(sync ? Trouble::power_cut_before_sync : Trouble::power_cut_before_write);
  else if (fault.what == What::end_within)
    faults_.add(sync ? Trouble::power_cut_within_sync : Trouble::power_cut_within_write);
  else
    faults_.add(sync ? Trouble::power_cut_after_sync : Trouble::power_cut_after_write);
  if (file.kind == FileKind::main) faults_.add(Trouble::ended_during_checkpoint);
  if (fault.as_log_begins) faults_.add(Trouble::ended_as_log_began);
}

DiskAnswer SimDisk::ended_by(ArmedFault const& fault, DiskCall call, SimFile& file) {
  trace_.note("disk ends {} {} {} at {}", fault.power ? "power" : "process", static_cast<int>(call),
              static_cast<int>(fault.what), short_name(file.name));
  count_end(fault, call, file);
  end(fault.power);
  return DiskAnswer::failed;
}

DiskAnswer SimDisk::read(SimFile& file, void* bytes, std::int64_t size, std::int64_t at, std::int64_t& read) {
  read = 0;
  if (ended_) return DiskAnswer::failed;
  if (auto const fault = due(DiskCall::read, file); fault) {
    trace_.note("disk read fails {} {}", short_name(file.name), at);
    faults_.add(Trouble::read_failed);
    ++refusals_;
    return DiskAnswer::failed;
  }
  read = std::clamp<std::int64_t>(std::ssize(file.cached) - at, 0, size);
  if (read > 0) std::memcpy(bytes, file.cached.data() + at, static_cast<std::size_t>(read));
  return DiskAnswer::done;
}

void SimDisk::apply(std::string& content, SimFile::Change const& change) const {
  auto const at = static_cast<std::size_t>(change.at);
  if (change.cuts) {
    if (content.size() > at) content.resize(at);
    return;
  }
  if (content.size() < at + change.bytes.size()) content.resize(at + change.bytes.size());
  std::copy(change.bytes.begin(), change.bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(at));
}

DiskAnswer SimDisk::write(SimFile& file, void const* bytes, std::int64_t size, std::int64_t at) {
  if (ended_) return DiskAnswer::failed;
  if (is_ignored(file)) return DiskAnswer::done;
  using What = ArmedFault::What;
  file.calls_since_head = at == 0 && size == log_head_bytes ? 0 : file.calls_since_head + 1;
  auto const fault = due(DiskCall::write, file);
  if (fault && fault->what == What::end_before) return ended_by(*fault, DiskCall::write, file);
  if (fault && fault->what == What::fail) {
    trace_.note("disk write fails {} {}", short_name(file.name), at);
    faults_.add(Trouble::write_failed);
    ++refusals_;
    return DiskAnswer::failed;
  }
  if (full_ && !looked_on_ && at + size > std::ssize(file.cached)) {
    trace_.note("disk full {} {}", short_name(file.name), at);
    faults_.add(Trouble::disk_full);
    ++refusals_;
    return DiskAnswer::full;
  }
  SimFile::Change change{at, {static_cast<char const*>(bytes), static_cast<std::size_t>(size)}};
  if (fault && fault->what == What::end_within) change.bytes.resize(chance_.below(static_cast<std::size_t>(size)));
  apply(file.cached, change);
  file.unsynced.push_back(std::move(change));
  if (!looked_on_) trace_.note("disk write {} {} {} {:x}", short_name(file.name), at, size, sum_of(bytes, size));
  if (fault) return ended_by(*fault, DiskCall::write, file);
  return DiskAnswer::done;
}

DiskAnswer SimDisk::truncate(SimFile& file, std::int64_t size) {
  if (ended_) return DiskAnswer::failed;
  SimFile::Change change{size, {}, true};
  apply(file.cached, change);
  file.unsynced.push_back(std::move(change));
  if (!looked_on_) trace_.note("disk cut {} {}", short_name(file.name), size);
  return DiskAnswer::done;
}

// Which pieces of what nobody may rely on are kept: all, none, what was written first, what was written last, all but
// one, or any. Drawn for a file as a whole: halves that belong together seldom come about by drawing each.
std::vector<bool> SimDisk::kept_of(std::size_t pieces) {
  enum class Kept : std::uint8_t { none, all, first, last, all_but_one, any };
  constexpr std::array weights{2, 2, 2, 4, 1, 3};
  auto const how = static_cast<Kept>(chance_.weighted(weights));
  auto const at = chance_.below(pieces + 1);
  std::vector<bool> kept(pieces);
  for (std::size_t i = 0; i < pieces; ++i)
    kept[i] = how == Kept::all || (how == Kept::first && i < at) || (how == Kept::last && i >= at) ||
              (how == Kept::all_but_one && i != at) || (how == Kept::any && chance_.percent(50));
  return kept;
}

void SimDisk::settle_by_chance(SimFile& file) {
  std::vector<std::vector<SimFile::Change>> writes;
  std::size_t sectors = 0;
  for (auto const& change : file.unsynced) sectors += writes.emplace_back(sectors_of(change)).size();
  auto const keep = kept_of(sectors);
  std::size_t sector = 0;
  bool lost_before = false;
  for (auto const& pieces : writes) {
    std::size_t kept = 0;
    for (auto const& piece : pieces) {
      if (!keep[sector++]) continue;
      ++kept;
      apply(file.platter, piece);
    }
    if (kept == pieces.size())
      faults_.add(Trouble::write_kept);
    else
      faults_.add(kept == 0 ? Trouble::write_lost : Trouble::write_torn);
    if (lost_before && kept > 0) faults_.add(Trouble::write_overtaken);
    lost_before = lost_before || kept < pieces.size();
  }
  file.unsynced.clear();
}

DiskAnswer SimDisk::sync(SimFile& file) {
  if (ended_) return DiskAnswer::failed;
  if (is_ignored(file)) return DiskAnswer::done;
  using What = ArmedFault::What;
  ++file.calls_since_head;
  auto const fault = due(DiskCall::sync, file);
  if (!looked_on_) trace_.note("disk sync {} {}", short_name(file.name), file.unsynced.size());
  if (fault && fault->what == What::end_before) return ended_by(*fault, DiskCall::sync, file);
  if (fault && (fault->what == What::fail || fault->what == What::end_within)) {
    settle_by_chance(file);
    if (fault->what == What::end_within) return ended_by(*fault, DiskCall::sync, file);
    trace_.note("disk sync fails {}", short_name(file.name));
    faults_.add(Trouble::sync_failed);
    ++refusals_;
    return ignores_failed_syncs ? DiskAnswer::done : DiskAnswer::failed;
  }
  if (skips_main_syncs && file.kind == FileKind::main) return DiskAnswer::done;
  if (skips_log_head_syncs && is_log_head_alone(file)) return DiskAnswer::done;
  ++syncs_;
  for (auto const& change : file.unsynced) apply(file.platter, change);
  file.unsynced.clear();
  // A file's first sync makes its name durable too, as SQLite does on Unix; and with it the whole folder.
  auto const durable = durable_names_.find(file.name);
  if (durable == durable_names_.end() || durable->second.get() != &file) sync_folder();
  if (fault) return ended_by(*fault, DiskCall::sync, file);
  return DiskAnswer::done;
}

void SimDisk::end(bool power) {
  if (!ended_) with_power_ = power;
  ended_ = true;
  ++refusals_;
  armed_.clear();
}

void SimDisk::restart() {
  if (with_power_) {
    auto const kept = folder_changes_.empty() ? 0 : chance_.below(folder_changes_.size() + 1);
    for (std::size_t i = 0; i < folder_changes_.size(); ++i) {
      if (i >= kept) {
        faults_.add(Trouble::folder_change_lost);
        continue;
      }
      if (folder_changes_[i].file)
        durable_names_[folder_changes_[i].name] = folder_changes_[i].file;
      else
        durable_names_.erase(folder_changes_[i].name);
    }
    names_ = durable_names_;
    folder_changes_.clear();
    for (auto& [name, file] : names_) {
      settle_by_chance(*file);
      file->cached = file->platter;
    }
  }
  for (auto& [name, file] : names_) {
    file->locks = {};
    file->memory = {};
  }
  if (loses_log_at_restart) std::erase_if(names_, [](auto const& each) { return each.second->kind == FileKind::log; });
  ended_ = false;
  with_power_ = false;
  refusals_ = 0;
  main_was_opened_ = false;
}

std::map<std::string, std::string> SimDisk::contents() const {
  std::map<std::string, std::string> all;
  for (auto const& [name, file] : names_) all.emplace(name, file->cached);
  return all;
}

void SimDisk::put_contents(std::map<std::string, std::string> const& contents) {
  names_.clear();
  folder_changes_.clear();
  for (auto const& [name, content] : contents) {
    auto file = std::make_shared<SimFile>();
    file->name = name;
    file->kind = name.ends_with("-wal")       ? FileKind::log
                 : name.ends_with("-journal") ? FileKind::journal
                                              : FileKind::main;
    file->cached = file->platter = content;
    names_.emplace(name, std::move(file));
  }
  durable_names_ = names_;
  ended_ = false;
}

}  // namespace redress::simulation
