// `redress witness` as a process of its own, and waiting for what threads of a server do in their own time.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace redress::e2e {

/// Its address and its vkey. Stopped at the end; a new one on the same folder remembers.
class WitnessProcess {
 public:
  /// `ledger`: the vkey of the ledger it cosigns. Throws std::runtime_error if it does not start.
  WitnessProcess(std::filesystem::path const& data, std::string const& ledger);
  ~WitnessProcess() { stop(); }
  void stop();

  std::string url, vkey;

 private:
  int pid_ = -1;
};

template <class Ready>
bool within_seconds(int seconds, Ready ready) {
  for (int i = 0; i < seconds * 20; ++i) {
    if (ready()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

}  // namespace redress::e2e
