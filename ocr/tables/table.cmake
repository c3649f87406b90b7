# What the scripts that make tables from npm packages share: those of ocr/tables and verify/tables.

# version_of(FOLDER VARIABLE): what an npm package says of itself.
function(version_of folder variable)
  file(READ ${folder}/package.json package)
  string(JSON version GET "${package}" version)
  set(${variable} ${version} PARENT_SCOPE)
endfunction()

# write_table(HEADER ROW FUNCTION VERSION ROWS): OUT, the table that HEADER declares as an array of
# ROWs that FUNCTION answers; `rows` are lines of C++. It is named after the header.
function(write_table header row function version rows)
  list(LENGTH rows count)
  string(JOIN "" lines ${rows})
  get_filename_component(name ${header} NAME_WE)
  string(REGEX MATCH "^[a-z]+" folder ${header})
  file(
    WRITE ${OUT}
    "// Made by ${name}.cmake.\n"
    "#include \"${header}\"\n\n#include <array>\n\n"
    "namespace dossier::${folder} {\nnamespace {\n\n"
    "constexpr std::array<${row}, ${count}> rows{\n${lines}};\n\n} // namespace\n\n"
    "std::span<const ${row}> ${function}()\n{\n    return rows;\n}\n\n"
    "std::string_view ${function}_version()\n{\n    return \"${name}/${version}\";\n}\n\n"
    "} // namespace dossier::${folder}\n")
endfunction()
