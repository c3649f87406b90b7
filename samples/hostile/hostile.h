#pragma once
// Files that mean harm or are no documents, made by hand in memory: each lies in one place and is
// right everywhere else, so that it gets as far as the check it is meant for. Same bytes each time.

#include "samples/render/encode.h"
#include <string>
#include <vector>

namespace dossier::samples {

/// What a sound program does with a hostile file. `rejected`: seen from outside to be no document.
/// `refused`: ends without a document, at intake or in the reader's quarantine. `survived`: may be
/// read or refused, as long as the program stays up and inside its limits.
enum class Expect { rejected, refused, survived };

struct HostileFile {
    std::string name;
    std::string what;
    Expect expect;
    Bytes bytes;
};

using HostileFiles = std::vector<HostileFile>;

HostileFiles disguised_files();
HostileFiles hostile_jpegs();
HostileFiles hostile_pngs();
HostileFiles hostile_tiffs();
HostileFiles hostile_pdfs();
HostileFiles hostile_jp2s();
HostileFiles hostile_webps();

/// Small files that claim, or unpack to, far more than they are: all to be refused by a look at
/// their headers, before anything is decoded or drawn.
HostileFiles bombs();

/// All of them but the bombs.
HostileFiles hostile_files();

std::string_view name_of(Expect expect);

} // namespace dossier::samples
