#include "api/packs/pack_zip.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::packs {
namespace {

Fault changed(std::string const& path) {
  return {FaultKind::ledger_broken,
          {fmt::format("{} 的内容与其哈希不符", path), fmt::format("{} does not hash to what it should", path)},
          path};
}

Result<void> write_document(ZipWriter& zip, std::string const& name, PackFile const& file) {
  if (ledger::hex(ledger::sha256(*file.bytes)) != file.sha256) return changed(file.path);
  return zip.document(name, *file.bytes);
}

Result<void> write_original(ZipWriter& zip, std::string const& name, PackFile const& file, FetchOriginal const& fetch) {
  if (auto const begun = zip.original(name, file.size_bytes); !begun) return begun;
  ledger::Sha256 hash;
  auto left = file.size_bytes;
  std::optional<Fault> fault;
  auto const fetched = fetch(file.sha256, [&](ledger::Bytes bytes) {
    left -= static_cast<std::int64_t>(bytes.size());
    if (left < 0) return false;
    hash.update(bytes);
    if (auto const written = zip.append(bytes); !written) fault = written.error();
    return !fault;
  });
  if (fault) return *fault;
  if (!fetched && left >= 0) return fetched.error();
  if (left != 0 || ledger::hex(hash.finish()) != file.sha256) return changed(file.path);
  return {};
}

}  // namespace

std::vector<PackFile> files_of(PackContent const& content) {
  std::vector<PackFile> files;
  for (auto const& document : content.documents)
    files.push_back({document.path, ledger::hex(ledger::sha256(document.bytes)), document.bytes});
  for (auto const& original : content.originals)
    files.push_back({original.path, original.sha256, std::nullopt, original.size_bytes});
  return files;
}

Result<void> write_pack(ZipWriter& zip, std::string const& folder, std::vector<PackFile> files,
                        FetchOriginal const& fetch, std::function<void(std::int64_t)> const& on_file) {
  std::ranges::sort(files, {}, &PackFile::path);
  std::int64_t written = 0;
  for (auto const& file : files) {
    if (!is_bag_path(file.path)) return changed(file.path);
    auto const name = folder + "/" + file.path;
    auto const done = file.bytes ? write_document(zip, name, file) : write_original(zip, name, file, fetch);
    if (!done) return done;
    if (on_file) on_file(++written);
  }
  return zip.finish();
}

}  // namespace redress::packs
