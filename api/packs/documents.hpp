// The documents of a pack and the manifests over them: everything but the files of evidence, which are only named.
#pragma once

#include "api/packs/bag.hpp"
#include "api/packs/story.hpp"

#include <functional>
#include <string>
#include <vector>

namespace redress::packs {

struct Document {
  std::string path;
  std::string bytes;
  std::string shared = {};  // a part of the bytes that other documents repeat, or nothing
};

/// A file that whoever writes the pack has to fetch.
struct Original {
  std::string path;
  std::string sha256;
  std::int64_t size_bytes = 0;
};

struct PackContent {
  std::string name;  // of the folder, and of the ZIP without its ending
  Instant time;      // of every file
  std::vector<Document> documents = {};
  std::vector<Original> originals = {};
};

/// Signs a statement with the ledger's key.
using Sign = std::function<Result<std::string>(std::string const& text)>;

/// `cover` is the PDF, `page` the text of verify.html. Faults are those of `sign`.
Result<PackContent> compose(Story const& story, std::string cover, std::string_view page, std::string_view software,
                            Sign const& sign);

}  // namespace redress::packs
