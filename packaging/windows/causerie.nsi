; Compiled by recipe/windows.py, which defines VERSION, TREE (the frozen folder), OUT and NAME.
Target amd64-unicode
Unicode true
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "Causerie"
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_MUI
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Causerie"
!include MultiUser.nsh
!include MUI2.nsh

Name "Causerie"
OutFile "${OUT}"
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Causerie"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "The Causerie authors, MIT"
VIAddVersionKey FileDescription "Causerie"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\causerie.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString DATA_STAYS ${LANG_ENGLISH} "Your conversations and models stay in %LOCALAPPDATA%\Causerie."
LangString DATA_STAYS ${LANG_SIMPCHINESE} "您的对话和模型保留在 %LOCALAPPDATA%\Causerie。"

Function .onInit
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section
  ; What an older version left there would be imported by this one.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\models"
  SetOutPath "$INSTDIR"
  File /r "${TREE}/*"
  CreateShortcut "$SMPROGRAMS\Causerie.lnk" "$INSTDIR\causerie.exe"
  WriteRegStr SHCTX "Software\Classes\Applications\causerie.exe" "FriendlyAppName" "Causerie"
  WriteRegStr SHCTX "Software\Classes\Applications\causerie.exe\shell\open\command" "" '"$INSTDIR\causerie.exe" "%1"'
  WriteRegStr SHCTX "Software\Classes\Applications\causerie.exe\SupportedTypes" ".gguf" ""
  WriteRegStr SHCTX "Software\Classes\Applications\causerie.exe\SupportedTypes" ".json" ""
  WriteRegStr SHCTX "Software\Classes\Applications\causerie.exe\SupportedTypes" ".causerie" ""
  WriteRegStr SHCTX "Software\Classes\Causerie.Model" "" "Language model"
  WriteRegStr SHCTX "Software\Classes\Causerie.Model\shell\open\command" "" '"$INSTDIR\causerie.exe" "%1"'
  WriteRegStr SHCTX "Software\Classes\.gguf\OpenWithProgids" "Causerie.Model" ""
  WriteRegStr SHCTX "Software\Classes\Causerie.Profile" "" "Everything of Causerie in one file"
  WriteRegStr SHCTX "Software\Classes\Causerie.Profile\shell\open\command" "" '"$INSTDIR\causerie.exe" "%1"'
  WriteRegStr SHCTX "Software\Classes\.causerie\OpenWithProgids" "Causerie.Profile" ""
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "Causerie"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "The Causerie authors"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\causerie.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section Uninstall
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\models"
  Delete "$INSTDIR\causerie.exe"
  Delete "$INSTDIR\uninstall.exe"
  ; Not recursive: the data of a portable installation lies in there, and stays.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Causerie.lnk"
  DeleteRegKey SHCTX "Software\Classes\Applications\causerie.exe"
  DeleteRegKey SHCTX "Software\Classes\Causerie.Model"
  DeleteRegValue SHCTX "Software\Classes\.gguf\OpenWithProgids" "Causerie.Model"
  DeleteRegKey SHCTX "Software\Classes\Causerie.Profile"
  DeleteRegValue SHCTX "Software\Classes\.causerie\OpenWithProgids" "Causerie.Profile"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DetailPrint "$(DATA_STAYS)"
SectionEnd
