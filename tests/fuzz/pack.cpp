// Evidence packs out of a stranger's hands: opened by both ways through a ZIP, then checked.
#include "api/packs/pack_check.hpp"
#include "tests/fuzz/fuzz_one.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

namespace redress::fuzz {
namespace {

// A file that lives in memory alone and goes with this.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("pack", MFD_CLOEXEC)) {
    require(descriptor_ >= 0 && ::write(descriptor_, bytes.data(), bytes.size()) == std::ssize(bytes),
            "the machine has a file for us");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(MemoryFile const&) = delete;
  MemoryFile& operator=(MemoryFile const&) = delete;

  std::filesystem::path path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
};

}  // namespace

void fuzz_one(std::string_view bytes) {
  MemoryFile const file{bytes};
  auto const opened = packs::open_pack(file.path());
  if (!opened) {
    require(!packs::unopened(opened.error()).ok(), "what cannot be opened is not right");
    return;
  }
  std::int64_t unpacked_bytes = 0;
  for (auto const& [path, packed] : opened->files) {
    unpacked_bytes += packed.size_bytes;
    require(!path.empty() && path.front() != '/' && path.find("..") == std::string::npos, "paths stay in the folder");
    require(!packed.kept || std::ssize(packed.bytes) == packed.size_bytes, "what is kept is whole");
  }
  require(unpacked_bytes <= std::ssize(bytes) * packs::ZipLimits{}.ratio, "no bomb is unpacked");
  auto const report = packs::check_pack(*opened);
  require(report.steps.size() == 12, "every step is reported once");
  require(!packs::to_json(report).empty(), "a report can be shown");
}

}  // namespace redress::fuzz
